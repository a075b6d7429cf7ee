import { expect, test } from "vitest";
import { modelHost, whereWordsGo } from "./modelHost";

test("nobody is told that words stay on this server where a model elsewhere reads them", () => {
  expect(whereWordsGo("")).toBe("It stays on this server.");
  expect(whereWordsGo("llm.example.org")).toContain("llm.example.org");
  expect(whereWordsGo("llm.example.org")).not.toContain("stays on this server");
});

test("the page says which host that is", () => {
  expect(modelHost({ dataset: { modelHost: "llm.example.org" } } as unknown as HTMLElement)).toBe("llm.example.org");
  expect(modelHost(null)).toBe("");
});
