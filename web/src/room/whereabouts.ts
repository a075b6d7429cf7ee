/** Where meetings are kept and read, in the server's words, for who agrees to it. */
export function whereabouts(): string {
  return document.getElementById("room")?.dataset.whereabouts ?? "";
}
