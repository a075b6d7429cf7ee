/** The form's part for a series: its rule, and what a change would do before it is done. */
import { api } from "../api";
import { namingLink } from "./chosen-link";
import { announce, showAt } from "./page";
import { type Changes, changesOf, type LinkChange, told, toldOfLink } from "./series-change";
import { NO_SUCH_TIME } from "./zoned";

export interface SeriesForm {
  /** Whether more than this meeting is to change. */
  isWanted(): boolean;
  /**
   * Shows what would change, also of the link that all its meetings share; the second time, if nothing was edited since,
   * changes it and resolves to true. Where the form is edited meanwhile, what it shows is of the form as it is then.
   */
  submit(series: string, linkNow: () => LinkChange): Promise<boolean>;
}

/** Takes charge of the series' fields; null where the meeting is of none. Call it once the form's times are set. */
export function seriesForm(form: HTMLFormElement): SeriesForm | null {
  const fields = form.querySelector<HTMLElement>("[data-of-series]");
  const preview = form.querySelector<HTMLElement>("[data-preview]");
  const save = form.querySelector<HTMLButtonElement>("[data-save]");
  const back = form.querySelector<HTMLButtonElement>("[data-discard]");
  if (!fields || !preview || !save || !back) return null;
  const was = defaults(form);
  let shown = "";
  let edits = 0;

  const scope = (): string => String(new FormData(form).get("scope"));
  const discard = (): void => {
    shown = "";
    edits += 1;
    preview.hidden = back.hidden = true;
    save.textContent = scope() === "one" ? "Save" : "See what will change";
    fields.hidden = scope() === "one";
    // What is hidden is not checked either.
    for (const input of fields.querySelectorAll<HTMLInputElement>("input, select")) input.disabled = fields.hidden;
  };
  // The browser may have restored another choice.
  discard();
  form.addEventListener("input", discard);
  form.addEventListener("change", discard);
  back.addEventListener("click", () => {
    discard();
    save.focus();
  });

  return {
    isWanted: () => scope() !== "one",
    async submit(series, linkNow) {
      const link = linkNow();
      const changes = changesOf({
        ...values(form),
        scope: scope() === "all" ? "all" : "following",
        slug: form.dataset.slug ?? "",
        repeats: String(new FormData(form).get("repeats")),
        was,
        rule: JSON.parse(fields.dataset.rule ?? ""),
        ownAt: fields.dataset.ownAt ?? "",
        firstAt: fields.dataset.firstAt ?? "",
      });
      if (!changes) {
        showAt(form, "scheduled_start_time", NO_SUCH_TIME);
        return false;
      }
      const asked = JSON.stringify([changes, link]);
      if (shown === asked) {
        await change(series, changes, form.dataset.slug ?? "", link);
        return true;
      }
      const before = edits;
      const { words, meetings } = told(await api.previewSeries(series, changes));
      if (edits !== before) return scope() === "one" ? false : this.submit(series, linkNow);
      show(preview, { words: `${words}${toldOfLink(link)}`, meetings });
      shown = asked;
      back.hidden = false;
      save.textContent = "Change these meetings";
      return false;
    },
  };
}

/** The link first: a meeting is changed only where it was not refused. */
async function change(series: string, changes: Changes, slug: string, link: LinkChange): Promise<void> {
  if (link.link !== undefined) await namingLink(api.changeRoom(slug, link));
  const isLinkAlone = link.link !== undefined && Object.keys(changes).every((name) => name === "since");
  if (!isLinkAlone) await api.changeSeries(series, changes);
}

/** What the page came with, whatever the browser has restored since. */
function defaults(form: HTMLFormElement) {
  return read((name) => {
    const field = form.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`);
    if (field instanceof HTMLSelectElement)
      return field.querySelector<HTMLOptionElement>("option[selected]")?.value ?? "";
    return field?.defaultValue ?? "";
  });
}

function values(form: HTMLFormElement) {
  const fields = new FormData(form);
  return read((name) => String(fields.get(name) ?? ""));
}

function read(value: (name: string) => string) {
  return {
    name: value("name"),
    minutes: Number(value("scheduled_minutes")),
    wall: value("scheduled_start_time"),
    zone: value("time_zone"),
    lastDay: value("last_day"),
  };
}

function show(preview: HTMLElement, { words, meetings }: ReturnType<typeof told>): void {
  const place = preview.querySelector("[data-preview-words]");
  if (place) place.textContent = words;
  preview.querySelector("[data-preview-meetings]")?.replaceChildren(
    ...meetings.map((line) => {
      const item = document.createElement("li");
      item.className = "row";
      item.textContent = line;
      return item;
    }),
  );
  preview.hidden = false;
  preview.querySelector<HTMLElement>("h2")?.focus();
  announce(words);
}
