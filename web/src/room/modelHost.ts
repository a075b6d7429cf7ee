/** Where a language model of another machine reads what people say; empty where nothing leaves this server. */
export function modelHost(page: HTMLElement | null = document.getElementById("room")): string {
  return page?.dataset.modelHost ?? "";
}

/** What becomes of the words that are transcribed, for who agrees to it. */
export function whereWordsGo(host: string): string {
  return host === ""
    ? "It stays on this server."
    : `It is stored on this server, and a language model at ${host} reads it to write the minutes.`;
}
