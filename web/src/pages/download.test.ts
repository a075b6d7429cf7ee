import { expect, it } from "vitest";
import { exportPath, nameIn } from "./download";

const ALL = { what: "both", times: true, speakers: true };

it("says only what differs from the whole", () => {
  expect(exportPath("atrium", "pdf", ALL)).toBe("/api/rooms/atrium/export/pdf?what=both");
  expect(exportPath("atrium", "md", { what: "minutes", times: false, speakers: false })).toBe(
    "/api/rooms/atrium/export/md?what=minutes&times=false&speakers=false",
  );
});

it("asks for subtitles of the transcript, and for sound as it is", () => {
  expect(exportPath("atrium", "srt", { ...ALL, what: "minutes" })).toBe("/api/rooms/atrium/export/srt?what=transcript");
  expect(exportPath("atrium", "audio", ALL)).toBe("/api/rooms/atrium/export/audio");
});

it("takes the name in UTF-8 before the plain one", () => {
  expect(nameIn(`attachment; filename="Zoe.pdf"; filename*=UTF-8''Zo%C3%AB.pdf`, "x")).toBe("Zoë.pdf");
  expect(nameIn('attachment; filename="plain.txt"', "x")).toBe("plain.txt");
  expect(nameIn("attachment; filename*=UTF-8''%E0%A4%A", "x")).toBe("x");
  expect(nameIn("", "x")).toBe("x");
});
