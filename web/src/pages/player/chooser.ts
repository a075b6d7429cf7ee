/** Who is heard: a checkbox for each speaker who has a recording of their own; all of them are the mix. */
import type { SpeakerPeaks } from "./peaks";

/** `choose` gets those that are heard; none are left out when all or none are checked. */
export function offerVoices(
  root: HTMLFieldSetElement,
  speakers: readonly SpeakerPeaks[],
  colors: readonly number[],
  choose: (heard: ReadonlySet<string>) => void,
): void {
  const own = speakers.filter(({ participant_id }) => participant_id !== null);
  if (own.length < 2) return;
  const fields = own.map(({ participant_id, speaker }) => {
    const field = document.createElement("input");
    field.type = "checkbox";
    field.checked = true;
    field.value = participant_id ?? "";
    const label = document.createElement("label");
    label.className = "player__check";
    label.dataset.speakerColor = String(colors[speakers.findIndex((each) => each.participant_id === participant_id)]);
    const name = document.createElement("span");
    name.className = "player__voice";
    name.textContent = speaker;
    label.append(field, name);
    root.append(label);
    return field;
  });
  root.addEventListener("change", () => {
    const checked = fields.filter((field) => field.checked).map((field) => field.value);
    choose(new Set(checked.length === fields.length ? [] : checked));
  });
  root.hidden = false;
}
