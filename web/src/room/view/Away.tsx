/** What stands over the stage while there is no connection: what is wrong, what is being done, and a way to hurry it. */
import type { Presence } from "../presence";
import "./Away.css";

type Absent = Extract<Presence, "waiting" | "rejoining" | "blocked" | "retrying">;

export function isAbsent(presence: Presence): presence is Absent {
  return presence === "waiting" || presence === "rejoining" || presence === "blocked" || presence === "retrying";
}

export function Away({ presence, onTry }: { presence: Absent; onTry: () => void }) {
  const trying = presence === "rejoining" || presence === "retrying";
  return (
    <section className="away" data-testid="away" data-state={presence} aria-labelledby="away-title">
      {presence === "blocked" || presence === "retrying" ? <Blocked /> : <Lost />}
      <button
        type="button"
        className="pl-button pl-button--primary"
        data-testid="try-now"
        aria-disabled={trying}
        onClick={onTry}
      >
        {trying ? "Trying…" : "Try now"}
      </button>
    </section>
  );
}

function Lost() {
  return (
    <div role="status">
      <h2 id="away-title">You are not connected</h2>
      <p>
        Nobody in the meeting can see or hear you. Parley keeps trying to bring you back; what is said meanwhile will be
        in the transcript.
      </p>
    </div>
  );
}

function Blocked() {
  return (
    <div role="status">
      <h2 id="away-title">Your network blocks sound and video</h2>
      <p>
        The meeting’s server answers, but sound and video do not get through. A firewall or a VPN is usually the cause.
        Turn off the VPN, or use another network, such as your phone’s hotspot.
      </p>
      <p>
        For the person who runs this network or server: the media ports must be open to {location.hostname}, UDP 7882
        and TCP 7881 unless the server is set up with others.
      </p>
    </div>
  );
}
