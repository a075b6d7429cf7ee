import { beforeEach, expect, it, vi } from "vitest";
import { ApiError, api } from "../api";
import { offerHandingOver } from "./series-handing";

const asked = vi.fn<(words?: string) => boolean>();
let form: HTMLFormElement;

beforeEach(() => {
  document.body.innerHTML = `
    <main>
      <form data-series="sss" data-name="Plan" novalidate>
        <select name="participant" required>
          <option value="">Choose a person</option>
          <option value="111" data-name="Alex">Alex, last there today</option>
          <option value="222" data-name="Alex (2)">Alex (2), last there today</option>
        </select>
        <p data-error-for="participant"></p><p data-problem hidden></p><button type="submit">Hand over</button>
      </form>
      <template data-handed-over><h1 tabindex="-1">Done</h1><bdi data-heir></bdi></template>
    </main>`;
  form = document.querySelector("form") as HTMLFormElement;
  vi.stubGlobal("confirm", asked);
  asked.mockReset().mockReturnValue(true);
  offerHandingOver(form);
});

const main = () => document.querySelector("main")?.textContent ?? "";

function submit(participant: string, refusal?: ApiError) {
  const answer = async () => {
    if (refusal) throw refusal;
  };
  const sent = vi.spyOn(api, "handSeriesOver").mockReset().mockImplementation(answer);
  (form.elements.namedItem("participant") as HTMLSelectElement).value = participant;
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  return sent;
}

it("is asked once more with the person's name, and then says who has the series", async () => {
  const sent = submit("222");
  await vi.waitFor(() => expect(main()).toContain("DoneAlex (2)"));
  expect(asked.mock.calls).toEqual([["Hand “Plan” over to Alex (2)? You cannot take it back yourself."]]);
  expect(sent.mock.calls).toEqual([["sss", "222"]]);
  expect(document.querySelector("form")).toBeNull();
  expect(document.activeElement?.tagName).toBe("H1");
});

it("is left where it was when that is declined", async () => {
  asked.mockReturnValue(false);
  const sent = submit("111");
  await vi.waitFor(() => expect(asked).toHaveBeenCalledOnce());
  expect([sent.mock.calls, form.isConnected]).toEqual([[], true]);
});

it("says at the field that nobody was chosen", () => {
  const sent = submit("");
  const field = document.querySelector("select");
  expect([field?.getAttribute("aria-invalid"), document.activeElement]).toEqual(["true", field]);
  expect([sent.mock.calls, asked.mock.calls]).toEqual([[], []]);
});

it("shows a refusal in words, and stays", async () => {
  submit(
    "111",
    new ApiError({ type: "", status: 409, title: "That is not possible now", detail: "No meeting is to come." }),
  );
  const alert = form.querySelector<HTMLElement>("[data-problem]");
  await vi.waitFor(() => expect(alert?.hidden).toBe(false));
  expect(alert?.textContent).toBe("That is not possible now. No meeting is to come.");
  expect(form.isConnected).toBe(true);
});
