import { beforeEach, expect, it, vi } from "vitest";
import { ApiError, api } from "../api";
import { seriesForm } from "./series-form";

const RULE = '{"frequency":"weekly","weekdays":["MO"]}';
const PREVIEW = { words: "every week", time_zone: "Europe/Berlin", stay_cancelled: 0, meetings: [] };
let form: HTMLFormElement;

beforeEach(() => {
  document.body.innerHTML = `
    <form data-slug="aaa-bbbb-ccc">
      <input type="radio" name="scope" value="one" checked><input type="radio" name="scope" value="following">
      <input name="name" value="Plan">
      <input name="scheduled_start_time" value="2027-03-29T09:00">
      <select name="time_zone"><option selected>Europe/Berlin</option></select>
      <select name="scheduled_minutes"><option value="30">30</option><option value="60" selected>60</option></select>
      <div data-of-series data-rule='${RULE}' data-own-at="2027-03-29T07:00:00Z" data-first-at="2027-03-29T07:00:00Z" hidden>
        <select name="repeats"><option value="" selected>As now</option></select>
        <input name="last_day" type="date" value="">
      </div>
      <section data-preview hidden><h2 tabindex="-1"></h2><p data-preview-words></p></section>
      <button data-save>Save</button><button type="button" data-discard hidden></button>
    </form>`;
  form = document.querySelector("form") as HTMLFormElement;
});

const field = (name: string) => form.querySelector<HTMLInputElement & HTMLSelectElement>(`[name=${name}]`);
const words = () => form.querySelector("[data-preview-words]")?.textContent ?? "";

function choose(scope: string): void {
  const radio = form.querySelector<HTMLInputElement>(`[value=${scope}]`);
  if (radio) radio.checked = true;
  radio?.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The server's answers, and what it was asked to change, in order. */
function asked(room: () => Promise<never> | Promise<unknown> = async () => ({})): unknown[][] {
  const calls: unknown[][] = [];
  vi.spyOn(api, "previewSeries").mockResolvedValue(PREVIEW as never);
  vi.spyOn(api, "changeSeries").mockImplementation(async (...given) => {
    calls.push(["series", ...given]);
    return {} as never;
  });
  vi.spyOn(api, "changeRoom").mockImplementation(async (...given) => {
    calls.push(["room", ...given]);
    return (await room()) as never;
  });
  return calls;
}

it("tells of a changed link before, and changes nothing until it is confirmed", async () => {
  const calls = asked();
  const ofSeries = seriesForm(form);
  choose("following");
  (field("name") as HTMLInputElement).value = "New plan";
  expect(await ofSeries?.submit("sss", () => ({ link: "plan" }))).toBe(false);
  expect([words().includes("/r/plan"), calls]).toEqual([true, []]);
  expect(await ofSeries?.submit("sss", () => ({ link: "plan" }))).toBe(true);
  expect(calls).toEqual([
    ["room", "aaa-bbbb-ccc", { link: "plan" }],
    ["series", "sss", { since: "aaa-bbbb-ccc", name: "New plan" }],
  ]);
});

it("shows the form as it is now where it was edited while the preview was asked for", async () => {
  const calls = asked();
  const ofSeries = seriesForm(form);
  choose("following");
  let link = { link: "plan" };
  const preview = ofSeries?.submit("sss", () => link);
  link = { link: "other" };
  (field("name") as HTMLInputElement).value = "New plan";
  form.dispatchEvent(new Event("input"));
  expect(await preview).toBe(false);
  expect(words()).toContain("/r/other");
  expect(api.previewSeries).toHaveBeenLastCalledWith("sss", { since: "aaa-bbbb-ccc", name: "New plan" });
  expect(calls).toEqual([]);
});

it("shows nothing where this meeting alone was chosen while the preview was asked for", async () => {
  asked();
  const ofSeries = seriesForm(form);
  choose("following");
  const preview = ofSeries?.submit("sss", () => ({ link: "plan" }));
  choose("one");
  expect(await preview).toBe(false);
  expect([form.querySelector<HTMLElement>("[data-preview]")?.hidden, words()]).toEqual([true, ""]);
});

it("changes the link alone where nothing else is different", async () => {
  const calls = asked();
  const ofSeries = seriesForm(form);
  choose("following");
  await ofSeries?.submit("sss", () => ({ link: "" }));
  expect(words()).toContain("removed");
  expect(await ofSeries?.submit("sss", () => ({ link: "" }))).toBe(true);
  expect(calls).toEqual([["room", "aaa-bbbb-ccc", { link: "" }]]);
});

it("changes no meeting where the link is refused", async () => {
  const taken = new ApiError({ type: "urn:parley:problem:link-taken", title: "", status: 409, detail: "Taken." });
  const calls = asked(() => Promise.reject(taken));
  const ofSeries = seriesForm(form);
  choose("following");
  await ofSeries?.submit("sss", () => ({ link: "plan" }));
  await expect(ofSeries?.submit("sss", () => ({ link: "plan" }))).rejects.toMatchObject({
    problem: { problems: [{ field: "link" }] },
  });
  expect(calls.map(([what]) => what)).toEqual(["room"]);
});

it("asks again when the link is another than in the preview", async () => {
  const calls = asked();
  const ofSeries = seriesForm(form);
  choose("following");
  await ofSeries?.submit("sss", () => ({ link: "plan" }));
  expect(await ofSeries?.submit("sss", () => ({ link: "plans" }))).toBe(false);
  expect(calls).toEqual([]);
});

it("knows what the page came with where the browser has restored what was typed", async () => {
  const calls = asked();
  (field("name") as HTMLInputElement).value = "New plan";
  (field("scheduled_minutes") as HTMLSelectElement).value = "30";
  (form.querySelector("[value=following]") as HTMLInputElement).checked = true;
  const ofSeries = seriesForm(form);
  expect(form.querySelector<HTMLElement>("[data-of-series]")?.hidden).toBe(false);
  await ofSeries?.submit("sss", () => ({}));
  await ofSeries?.submit("sss", () => ({}));
  expect(calls).toEqual([["series", "sss", { since: "aaa-bbbb-ccc", name: "New plan", scheduled_minutes: 30 }]]);
});

it("has the browser check the series' fields only while they are seen", () => {
  seriesForm(form);
  expect([field("last_day")?.disabled, field("repeats")?.disabled]).toEqual([true, true]);
  choose("following");
  expect([field("last_day")?.disabled, field("repeats")?.disabled]).toEqual([false, false]);
  choose("one");
  expect(field("last_day")?.disabled).toBe(true);
});
