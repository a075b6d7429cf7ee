/** The control for layouts: automatic, grid, speaker, captions alone; and for picture in picture. */
import type { Layout } from "../people/arrangement";
import { Icon } from "./icons";
import { Menu } from "./Menu";
import type { SmallControl } from "./PictureInPicture";

export const LAYOUT_WORDS: Readonly<Record<Layout, string>> = {
  auto: "Automatic",
  grid: "Grid",
  speaker: "Speaker",
};

interface Props {
  layout: Layout;
  captionsOnly: boolean;
  /** Null where this browser has no picture in picture. */
  small: SmallControl | null;
  onLayout: (layout: Layout) => void;
  onCaptionsOnly: () => void;
}

export function ViewMenu({ layout, captionsOnly, small, onLayout, onCaptionsOnly }: Props) {
  return (
    <Menu
      label="View"
      className="control control--view"
      items={[
        ...(Object.keys(LAYOUT_WORDS) as Layout[]).map((each) => ({
          label: LAYOUT_WORDS[each],
          checked: !captionsOnly && each === layout,
          onSelect: () => onLayout(each),
        })),
        { label: "Large captions alone", checked: captionsOnly, onSelect: onCaptionsOnly },
        ...(small === null ? [] : [{ label: smallWords(small), onSelect: small.toggle }]),
      ]}
    >
      <Icon name="grid" />
      <span className="control__label">View</span>
    </Menu>
  );
}

export function smallWords({ isOpen }: SmallControl): string {
  return isOpen ? "Close picture in picture" : "Picture in picture";
}
