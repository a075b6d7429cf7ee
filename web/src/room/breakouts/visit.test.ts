import { expect, it, vi } from "vitest";
import { ApiError, type BreakoutsView, type Joined } from "../../api";
import type { Exit } from "../exits";
import { Observable } from "../observable";
import { aBreakout, aPerson } from "./examples";
import { Visit } from "./visit";

class FakeStay extends Observable {
  readonly self = "bob";
  onBreakouts = (): void => undefined;
  left: Exit | null = null;

  constructor(readonly slug: string) {
    super();
  }

  readonly exit = (): Exit | null => this.left;
  readonly start = async (): Promise<void> => undefined;
  leave(): void {
    this.end("left");
  }

  end(exit: Exit): void {
    if (this.left !== null) return;
    this.left = exit;
    this.changed();
  }
}

const joined = (id: string): Joined => ({ participant: { id } }) as Joined;
const problem = (kind: string, status: number): ApiError =>
  new ApiError({ type: `urn:parley:problem:${kind}`, title: kind, status, detail: kind });

function visiting({ leads = false } = {}) {
  const stays: FakeStay[] = [];
  const server: { view: BreakoutsView; refusal: ApiError | null } = {
    view: { breakouts: [], people: [aPerson({ leads })] },
    refusal: null,
  };
  const calls = {
    join: vi.fn(async (slug: string) => {
      if (server.refusal !== null) throw server.refusal;
      return joined(slug === "atrium" ? "bob" : "bob-there");
    }),
    breakouts: vi.fn(async () => server.view),
    endRoom: vi.fn(async () => undefined),
    openBreakouts: vi.fn(async () => server.view),
    closeBreakouts: vi.fn(async () => server.view),
    assignBreakout: vi.fn(async () => server.view),
    chooseBreakout: vi.fn(async () => server.view),
    askForHelp: vi.fn(async () => undefined),
    writeToBreakouts: vi.fn(async () => ({ rooms: 2 })),
  };
  const stay = (slug: string): FakeStay => {
    stays.push(new FakeStay(slug));
    return stays.at(-1) as FakeStay;
  };
  const visit = new Visit<FakeStay>("atrium", null, joined("bob"), { api: calls, stay });
  const told = async (...breakouts: BreakoutsView["breakouts"]): Promise<void> => {
    server.view = { ...server.view, breakouts };
    await visit.refresh();
  };
  return { visit, stays, server, calls, told, where: () => visit.session().slug };
}

it("goes to the assigned breakout, to another one, and back when it has ended", async () => {
  const { told, where, stays } = visiting();
  await told(aBreakout({ is_mine: true }));
  expect(where()).toBe("blue");
  await told(aBreakout(), aBreakout({ id: "b2", slug: "red", is_mine: true }));
  expect(where()).toBe("red");
  await told(aBreakout({ is_open: false }), aBreakout({ id: "b2", slug: "red", is_mine: true, is_open: false }));
  expect(where()).toBe("atrium");
  expect(stays.map(({ left }) => left)).toEqual(["left", "left", "left", null]);
});

it("goes back when LiveKit closes the breakout or disconnects from it", async () => {
  for (const exit of ["ended", "removed", "missed"] as const) {
    const { told, where, stays, visit } = visiting();
    await told(aBreakout({ is_mine: true }));
    stays.at(-1)?.end(exit);
    await vi.waitFor(() => expect(where()).toBe("atrium"));
    expect(visit.exit()).toBeNull();
  }
});

it("leaves the meeting where the main room refuses the way back", async () => {
  const { told, stays, server, visit } = visiting();
  await told(aBreakout({ is_mine: true }));
  server.refusal = problem("removed", 403);
  stays.at(-1)?.end("removed");
  await vi.waitFor(() => expect(visit.exit()).toBe("removed"));
});

it("stays in the main room after going back by choice, until somebody moves the person", async () => {
  const { told, where, visit } = visiting();
  await told(aBreakout({ is_mine: true }));
  await visit.goBack();
  await told(aBreakout({ is_mine: true }));
  expect(where()).toBe("atrium");
  await told(aBreakout(), aBreakout({ id: "b2", slug: "red", is_mine: true }));
  expect(where()).toBe("red");
});

it("sends nobody who leads, who goes where they like", async () => {
  const { told, where, visit } = visiting({ leads: true });
  await told(aBreakout());
  expect(where()).toBe("atrium");
  await visit.go(aBreakout());
  await told(aBreakout());
  expect(where()).toBe("blue");
});

it("stays in the main room where the breakout refuses, and tells who asked for it", async () => {
  const { told, where, server, visit } = visiting();
  server.refusal = problem("room-full", 409);
  await told(aBreakout({ is_mine: true }));
  expect([where(), visit.exit(), visit.way()]).toEqual(["atrium", null, ""]);
  await expect(visit.go(aBreakout({ is_mine: true }))).rejects.toThrow("room-full");
});

it("leaves the meeting from a breakout, and ends it for all", async () => {
  const { told, visit, stays, calls } = visiting();
  await told(aBreakout({ is_mine: true }));
  stays.at(-1)?.leave();
  expect(visit.exit()).toBe("left");
  const other = visiting({ leads: true });
  await other.visit.endForAll();
  expect(other.visit.exit()).toBe("ended");
  expect(calls.endRoom).not.toHaveBeenCalled();
});

it("asks for help, fetches what became of it, and takes it back", async () => {
  const { visit, calls } = visiting();
  const breakout = aBreakout();
  await visit.askForHelp(breakout, true);
  await visit.askForHelp(breakout, false);
  expect(calls.askForHelp.mock.calls).toEqual([
    ["blue", true],
    ["blue", false],
  ]);
  expect(calls.breakouts).toHaveBeenCalledTimes(2);
});

it("writes to all breakouts of the meeting", async () => {
  const { visit, calls } = visiting();
  expect(await visit.writeToAll("Two minutes.", "m1")).toBe(2);
  expect(calls.writeToBreakouts).toHaveBeenCalledWith("atrium", "Two minutes.", "m1");
});
