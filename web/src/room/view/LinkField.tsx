/** For the host: the link of their choice, what it means for the door, and why the server refuses it. */
import { useEffect, useRef } from "react";
import { LINK_HINT } from "../../doors";

/** A new object for each refusal; without words there is none. */
export interface Refusal {
  readonly words: string;
}

interface Props {
  label: string;
  value: string;
  /** Guests wait because of this link, and for nothing else. */
  makesWait: boolean;
  refusal: Refusal;
  onChange: (link: string) => void;
}

export function LinkField({ label, value, makesWait, refusal, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const isRefused = refusal.words !== "";
  useEffect(() => {
    if (refusal.words !== "") input.current?.focus();
  }, [refusal]);
  return (
    <div className="pl-field">
      <label className="pl-label" htmlFor="doors-link">
        {label}
      </label>
      <div className="doors__link">
        <span id="doors-link-start">/r/</span>
        <input
          ref={input}
          id="doors-link"
          className="pl-input"
          maxLength={48}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="team-standup"
          aria-invalid={isRefused}
          aria-describedby={`${isRefused ? "doors-link-error " : ""}doors-link-start doors-link-hint`}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      {isRefused && (
        <p className="pl-error" id="doors-link-error">
          {refusal.words}
        </p>
      )}
      <p className="pl-hint" id="doors-link-hint">
        {LINK_HINT}
      </p>
      <p className="pl-hint" role="status">
        {makesWait && "With this link, guests wait at the door."}
      </p>
    </div>
  );
}
