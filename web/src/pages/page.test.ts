import { beforeEach, describe, expect, it } from "vitest";
import { ApiError } from "../api";
import { quoting, sentence, showProblem } from "./page";

function refusal(
  status: number,
  title: string,
  detail: string,
  problems: { field: string; message: string }[] = [],
): ApiError {
  return new ApiError({ type: "about:blank", status, title, detail, problems });
}

beforeEach(() => {
  document.body.innerHTML = `
    <form>
      <p data-problem hidden></p>
      <textarea name="members"></textarea><p data-error-for="members"></p>
    </form>`;
});

const shown = (selector: string) => document.querySelector<HTMLElement>(selector);

describe("showProblem", () => {
  it("puts a problem under the field it names, of a list too", () => {
    showProblem(refusal(422, "No", "", [{ field: "members.2", message: "This is not an e-mail address." }]), document);
    expect(shown("[data-error-for=members]")?.textContent).toBe("This is not an e-mail address.");
    expect(shown("textarea")?.getAttribute("aria-invalid")).toBe("true");
    expect(shown("[data-problem]")?.hidden).toBe(true);
  });

  it("says aloud what belongs to no field on the page", () => {
    showProblem(refusal(422, "No", "", [{ field: "tags", message: "too many" }]), document);
    expect(shown("[data-problem]")?.textContent).toBe("Too many.");
    expect(shown("[data-problem]")?.hidden).toBe(false);
  });

  it("says aloud a refusal without fields", () => {
    showProblem(refusal(409, "There is an account with this e-mail", "Sign in instead."), document);
    expect(shown("[data-problem]")?.textContent).toBe("There is an account with this e-mail. Sign in instead.");
  });

  it("never reads the server's words as markup", () => {
    showProblem(refusal(409, "<img src=x>", ""), document);
    expect(shown("[data-problem] img")).toBeNull();
  });
});

it("makes a sentence of a validator's words", () => {
  expect(sentence("must not be empty")).toBe("Must not be empty.");
  expect(sentence("Please fill in this field.")).toBe("Please fill in this field.");
});

it("quotes the entry of a list that the server refuses by its place, and shows all that are wrong", async () => {
  const wrong = refusal(422, "No", "", [
    { field: "members.1", message: "This is not an e-mail address." },
    { field: "members.2", message: "This is not an e-mail address." },
  ]);
  const refused = await quoting("members", ["ann@example.org", "bob@", "carol"], Promise.reject(wrong)).catch(
    (error: unknown) => error as ApiError,
  );
  showProblem(refused as ApiError, document);
  expect(shown("[data-error-for=members]")?.textContent).toBe(
    "“bob@”: This is not an e-mail address. “carol”: This is not an e-mail address.",
  );
});
