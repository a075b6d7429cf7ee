/** The control for layouts: automatic, grid, speaker, or captions alone. */
import type { Layout } from "../people/arrangement";
import { Icon } from "./icons";
import { Menu } from "./Menu";

export const LAYOUT_WORDS: Readonly<Record<Layout, string>> = {
  auto: "Automatic",
  grid: "Grid",
  speaker: "Speaker",
};

interface Props {
  layout: Layout;
  captionsOnly: boolean;
  onLayout: (layout: Layout) => void;
  onCaptionsOnly: () => void;
}

export function ViewMenu({ layout, captionsOnly, onLayout, onCaptionsOnly }: Props) {
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
      ]}
    >
      <Icon name="grid" />
      <span className="control__label">View</span>
    </Menu>
  );
}
