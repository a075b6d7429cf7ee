import { expect, test } from "vitest";
import { ApiError, type Joined } from "../../api";
import { admitted } from "../admitted";
import { admissionsOf } from "./Admission";

const refusal = (kind: string): ApiError =>
  new ApiError({ type: `urn:parley:problem:${kind}`, title: "", status: 403, detail: `about ${kind}` });

test("only who waits or was removed is at the door", () => {
  const people = (["joined", "waiting", "removed", "left"] as const).map((status) => ({
    id: status,
    label: status,
    status,
    note: "",
    is_turned_away: false,
    is_blocked: false,
  }));
  expect(admissionsOf(people).map((each) => each.id)).toEqual(["waiting", "removed"]);
});

test("who waits asks again until the host lets them in, and is told why", async () => {
  const answers = [refusal("awaiting-admission"), refusal("awaiting-admission")];
  const told: string[] = [];
  const joined = {} as Joined;
  const join = (): Promise<Joined> => {
    const refused = answers.pop();
    return refused === undefined ? Promise.resolve(joined) : Promise.reject(refused);
  };
  expect(
    await admitted(
      join,
      (words) => told.push(words),
      () => Promise.resolve(),
    ),
  ).toBe(joined);
  expect(told).toEqual(["admission", "admission"]);
});

test("a server that is busy or away ends no waiting", async () => {
  const busy = new ApiError({ type: "", title: "", status: 429, detail: "", retry_after_s: 40 });
  const away = new ApiError({ type: "urn:parley:problem:unreachable", title: "", status: 0, detail: "" });
  const answers = [away, busy, refusal("awaiting-admission")];
  const waited: number[] = [];
  const joined = {} as Joined;
  const join = (): Promise<Joined> => {
    const refused = answers.pop();
    return refused === undefined ? Promise.resolve(joined) : Promise.reject(refused);
  };
  const pause = async (ms: number): Promise<void> => void waited.push(ms);
  expect(await admitted(join, () => undefined, pause)).toBe(joined);
  expect(waited).toEqual([20_000, 40_000, 20_000]);
});

test("a busy server before that is a refusal", async () => {
  const busy = new ApiError({ type: "", title: "", status: 429, detail: "wait", retry_after_s: 40 });
  await expect(
    admitted(
      () => Promise.reject(busy),
      () => undefined,
    ),
  ).rejects.toThrow("wait");
});

test("any other refusal is one", async () => {
  const join = (): Promise<Joined> => Promise.reject(refusal("removed"));
  await expect(admitted(join, () => undefined)).rejects.toThrow("about removed");
});
