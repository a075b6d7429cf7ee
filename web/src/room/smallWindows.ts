/** The browser's picture in picture: a document of ours where it has that, else a video of the page. */
import { type Opening, PictureInPicture, type SmallWindow } from "./pictureInPicture";

declare global {
  interface Window {
    /** Chromium's; the standard libraries do not have it. */
    readonly documentPictureInPicture?: Documents;
  }
}

interface Documents {
  requestWindow: (size: { width: number; height: number }) => Promise<Window>;
}

/** In CSS pixels, to begin with. */
const SIZE = { width: 400, height: 320 };
export const VIDEO_ID = "small-video";

async function openDocument(documents: Documents, until: AbortSignal): Promise<SmallWindow> {
  const opened = await documents.requestWindow(SIZE);
  const closed = new Promise<void>((resolve) => {
    opened.addEventListener("pagehide", () => resolve(), { once: true });
  });
  onAbort(until, () => opened.close());
  await Promise.race([dress(opened.document, document), closed]);
  return { place: opened.document.body, closed };
}

function onAbort(signal: AbortSignal, act: () => void): void {
  if (signal.aborted) act();
  else signal.addEventListener("abort", act, { once: true });
}

/**
 * Gives an empty document the language, title and styles of another. Styles are links to the same files: the policy of the
 * page holds in the window too, and allows no other. Resolves when all are there, as nothing can be measured before.
 */
async function dress(small: Document, from: Document): Promise<void> {
  small.documentElement.lang = from.documentElement.lang;
  small.title = from.title;
  small.body.className = "small-page";
  const links = [...from.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].map(({ href }) => {
    const link = small.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    return link;
  });
  const settled = links.map(
    (link) =>
      new Promise<void>((resolve) => {
        for (const event of ["load", "error"]) link.addEventListener(event, () => resolve(), { once: true });
      }),
  );
  small.head.append(...links);
  await Promise.all(settled);
}

/** Who wants the page's one video to be shown, as the last to ask. */
let showing: AbortSignal | null = null;

async function openVideo(until: AbortSignal): Promise<SmallWindow> {
  const video = document.querySelector<HTMLVideoElement>(`#${VIDEO_ID}`);
  if (video === null) throw new Error("there is no video");
  showing = until;
  await video.requestPictureInPicture();
  const closed = new Promise<void>((resolve) => {
    video.addEventListener("leavepictureinpicture", () => resolve(), { once: true });
  });
  onAbort(until, () => {
    if (showing === until && document.pictureInPictureElement === video) void document.exitPictureInPicture();
  });
  return { place: null, closed };
}

function openingHere(): Opening | null {
  const documents = window.documentPictureInPicture;
  if (documents !== undefined) return { way: "document", open: (until) => openDocument(documents, until) };
  if (document.pictureInPictureEnabled && "requestPictureInPicture" in HTMLVideoElement.prototype)
    return { way: "video", open: openVideo };
  return null;
}

/** One's small window in this page, whatever meeting or breakout room it shows. */
export const pictureInPicture = new PictureInPicture(openingHere());
