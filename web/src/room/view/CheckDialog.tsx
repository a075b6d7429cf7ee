/** The test before joining: devices and network, each result with what to do, and the report as a file. */
import { useEffect, useState } from "react";
import { api } from "../../api";
import { playSound, testCamera, testMicrophone } from "../check/deviceTest";
import { type Finding, findingsOf, isDone, summaryOf, type Verdict } from "../check/findings";
import { type Measured, NOTHING } from "../check/measured";
import { measureNetwork } from "../check/network";
import { fileNameOf, reportOf, type Surroundings } from "../check/report";
import type { Got } from "../devices";
import type { Preferences } from "../preferences";
import { Dialog } from "./Dialog";
import { useDeviceList } from "./hooks";
import "./CheckDialog.css";

interface Props {
  slug: string;
  /** The devices that the preview holds open. */
  got: Got;
  chosen: Preferences;
  onClose: () => void;
}

export function CheckDialog({ slug, got, chosen, onClose }: Props) {
  const [round, setRound] = useState(0);
  const [measured, tell] = useMeasured(slug, got, chosen, round);
  const speakers = useDeviceList("audiooutput", got);
  const findings = findingsOf(measured);
  const save = (): void => {
    const at = new Date();
    const speaker = speakers.find(({ deviceId }) => deviceId === chosen.speakerId) ?? speakers[0];
    download(reportOf(measured, findings, surroundings(at, got, speaker?.label ?? "")), fileNameOf(at));
  };
  return (
    <Dialog title="Test devices and connection" onClose={onClose}>
      <p className="check__summary" role="status" data-testid="check-summary" data-done={isDone(findings)}>
        {summaryOf(findings)}
      </p>
      <ul className="check">
        {findings.map((finding) => (
          <Row key={finding.key} finding={finding}>
            {finding.key === "speaker" && (
              <SpeakerTest speakerId={chosen.speakerId} onAnswer={(speaker) => tell({ speaker })} />
            )}
          </Row>
        ))}
      </ul>
      <p className="pl-hint">
        The report has these results, the browser and the names of the devices. It has no name of yours, no address and
        nothing that opens the meeting.
      </p>
      <div className="dialog__ways">
        <button type="button" className="pl-button" data-testid="check-again" onClick={() => setRound(round + 1)}>
          Test again
        </button>
        <button
          type="button"
          className="pl-button pl-button--primary"
          data-testid="check-save"
          disabled={!isDone(findings)}
          onClick={save}
        >
          Save the report
        </button>
      </div>
    </Dialog>
  );
}

/** Measures everything anew in each round, and a device also when another is chosen or it has been opened. */
function useMeasured(
  slug: string,
  got: Got,
  chosen: Preferences,
  round: number,
): [Measured, (change: Partial<Measured>) => void] {
  const [measured, setMeasured] = useState(NOTHING);
  const tell = (change: Partial<Measured>): void => setMeasured((before) => ({ ...before, ...change }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round measures the network once
  useEffect(() => {
    const ending = new AbortController();
    setMeasured(({ microphone, camera, speaker }) => ({ ...NOTHING, microphone, camera, speaker }));
    void measureNetwork((signal) => api.checkConnection(slug, signal), tell, ending.signal);
    return () => ending.abort();
  }, [slug, round]);
  const { mic, camera } = chosen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the other choices open other devices, which `got` has
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    const show = (change: Partial<Measured>): void => {
      if (!signal.aborted) tell(change);
    };
    show({ microphone: null, camera: null });
    if (!mic || got.mic !== null || got.trouble.mic !== undefined)
      void testMicrophone(got, chosen, signal).then((microphone) => show({ microphone }));
    if (!camera || got.camera !== null || got.trouble.camera !== undefined)
      void testCamera(got, chosen).then((found) => show({ camera: found }));
    return () => ending.abort();
  }, [got, mic, camera, round]);
  return [measured, tell];
}

const SIGNS: Readonly<Record<Verdict, { sign: string; words: string }>> = {
  good: { sign: "✓", words: "Works" },
  poor: { sign: "!", words: "Could be better" },
  bad: { sign: "✕", words: "Does not work" },
  note: { sign: "–", words: "For information" },
  waiting: { sign: "…", words: "Being tested" },
};

function Row({ finding, children }: { finding: Finding; children: React.ReactNode }) {
  const { key, title, verdict, words, advice } = finding;
  return (
    <li className="check__row" data-testid={`check-${key}`} data-verdict={verdict}>
      <span className="check__sign">
        <span aria-hidden="true">{SIGNS[verdict].sign}</span>
        <span className="pl-visually-hidden">{SIGNS[verdict].words}</span>
      </span>
      <div>
        <strong>{title}</strong>
        <p>{words}</p>
        {advice !== "" && <p className="check__advice">{advice}</p>}
        {children}
      </div>
    </li>
  );
}

function SpeakerTest({ speakerId, onAnswer }: { speakerId: string; onAnswer: (answer: "heard" | "silent") => void }) {
  const [isPlayed, setPlayed] = useState(false);
  return (
    <div className="check__speaker">
      <button
        type="button"
        className="pl-button pl-button--small"
        data-testid="check-play"
        onClick={() => {
          setPlayed(true);
          void playSound(speakerId);
        }}
      >
        Play a sound
      </button>
      {isPlayed && (
        <>
          <button
            type="button"
            className="pl-button pl-button--small"
            data-testid="check-heard"
            onClick={() => onAnswer("heard")}
          >
            I hear it
          </button>
          <button type="button" className="pl-button pl-button--small" onClick={() => onAnswer("silent")}>
            I hear nothing
          </button>
        </>
      )}
    </div>
  );
}

function surroundings(at: Date, got: Got, speaker: string): Surroundings {
  const { connection } = navigator as { connection?: { effectiveType?: string } };
  return {
    at,
    origin: location.origin,
    browser: navigator.userAgent,
    language: navigator.language,
    isOnline: navigator.onLine,
    network: connection?.effectiveType ?? "",
    screen: `${innerWidth} × ${innerHeight} at ${devicePixelRatio}`,
    labels: {
      microphone: got.mic?.mediaStreamTrack.label ?? "",
      camera: got.camera?.mediaStreamTrack.label ?? "",
      speaker,
    },
  };
}

function download(text: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
