/** How long an ended meeting is kept: the form, and the dialog that says what would go before it is saved. */
import { api } from "../api";
import { type Kept, losses, sentenceOf } from "./losses";
import { form, onSubmit } from "./page";
import "./keep.css";

/** Of the page's clicks. */
export const KEEP_ACTIONS = {
  "keep-cancel": () => dialog()?.close(),
};

/** `done` is called once the days are saved. */
export function offerKeeping(slug: string, done: () => void): void {
  const [days, less] = [form("keep"), form("keep-less")];
  if (days === null || less === null) return;
  const save = async (fields: FormData): Promise<void> => {
    await api.setRetention(slug, {
      keep_recordings_days: Number(fields.get("keep_recordings_days")),
      keep_transcripts_days: Number(fields.get("keep_transcripts_days")),
      keep_chat_days: Number(fields.get("keep_chat_days")),
    });
    done();
  };
  onSubmit(days, async (fields) => {
    const today = new Date();
    const lost = losses(keptIn(days), new Date(days.dataset.ended ?? ""), today);
    if (lost.length === 0) {
      await save(fields);
      return;
    }
    const lines = lost.map((loss) => {
      const line = document.createElement("li");
      line.textContent = sentenceOf(loss, today);
      return line;
    });
    less.querySelector("[data-losses]")?.replaceChildren(...lines);
    dialog()?.showModal();
  });
  onSubmit(less, () => save(new FormData(days)));
}

function keptIn(days: HTMLFormElement): Kept[] {
  return [...days.querySelectorAll<HTMLInputElement>("input[data-goes]")].map(({ dataset, value }) => ({
    goes: dataset.goes ?? "",
    now: Number(dataset.now) || null,
    server: Number(dataset.server) || null,
    wanted: Number(value),
  }));
}

function dialog(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>("#keep-less");
}
