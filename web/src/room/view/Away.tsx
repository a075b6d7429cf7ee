/** Over the stage while there is no connection: what is wrong, what to do, and a button that tries again at once. */
import type { Presence } from "../presence";
import { useOnline } from "./hooks";
import "./Away.css";

type Absent = Extract<Presence, "waiting" | "rejoining" | "blocked" | "retrying">;

export function isAbsent(presence: Presence): presence is Absent {
  return presence === "waiting" || presence === "rejoining" || presence === "blocked" || presence === "retrying";
}

export function Away({ presence, onTry }: { presence: Absent; onTry: () => void }) {
  const online = useOnline();
  const trying = presence === "rejoining" || presence === "retrying";
  return (
    <section className="away" data-testid="away" data-state={presence} aria-labelledby="away-title">
      {!online ? <Offline /> : presence === "blocked" || presence === "retrying" ? <Blocked /> : <Lost />}
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
        Nobody in the meeting can see or hear you. Parley keeps trying to reconnect. You can read what is said meanwhile
        in the transcript afterwards.
      </p>
    </div>
  );
}

function Offline() {
  return (
    <div role="status">
      <h2 id="away-title">You are offline</h2>
      <p>
        Your device has no internet connection. Check your Wi-Fi or your network cable. Parley reconnects as soon as the
        connection is back.
      </p>
    </div>
  );
}

function Blocked() {
  return (
    <div role="status">
      <h2 id="away-title">Your network blocks sound and video</h2>
      <p>
        The server answers, but sound and video do not get through. The cause is usually a VPN or a firewall. Turn off
        the VPN, or use another network, such as your phone’s hotspot.
      </p>
      <p>
        For your administrator: allow UDP port 7882 and TCP port 7881 to {location.hostname}, or the media ports that
        this server is set up with.
      </p>
    </div>
  );
}
