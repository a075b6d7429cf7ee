import { expect, test } from "vitest";
import { findingsOf } from "./findings";
import { NOTHING } from "./measured";
import { fileNameOf, reportOf } from "./report";

const AT = new Date("2026-03-02T10:05:06Z");
const SURROUNDINGS = {
  at: AT,
  origin: "https://meet.example.org",
  browser: "Chromium",
  language: "en",
  isOnline: true,
  network: "4g",
  screen: "360 × 740 at 2",
  labels: { microphone: "Headset", camera: "", speaker: "" },
};

test("the report has every finding, the measurements and the surroundings", () => {
  const measured = { ...NOTHING, server: { failed: "The server does not answer." } };
  const report = JSON.parse(reportOf(measured, findingsOf(measured), SURROUNDINGS));
  expect(report).toMatchObject({ made_at: "2026-03-02T10:05:06.000Z", server: "https://meet.example.org", measured });
  expect(report.findings).toHaveLength(9);
  expect(report.findings[3]).toMatchObject({ title: "Server", verdict: "bad", words: "The server does not answer." });
});

test("the file's name is its time", () => {
  expect(fileNameOf(AT)).toBe("parley-check-20260302T1005.json");
});
