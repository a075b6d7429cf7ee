/** The switch for blurring one's background, with what becomes of it. */
import { useEffect, useState } from "react";
import { BlurNews, blurWords } from "../background";
import { background } from "../blurring";
import { useRead } from "./hooks";
import "./SettingsDialog.css";

interface Props {
  on: boolean;
  onChange: (on: boolean) => void;
}

export function BlurSetting({ on, onChange }: Props) {
  const state = useRead(background, background.state);
  const isAble = on || background.isSupported();
  return (
    <div className="blur" data-testid="blur" data-state={state}>
      <label className="settings__check">
        <input
          type="checkbox"
          checked={on}
          disabled={!isAble}
          aria-describedby="blur-state"
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>Blur my background</span>
      </label>
      <p className="pl-hint" id="blur-state" role="status">
        {isAble
          ? blurWords(state)
          : "This browser, or this computer without a graphics processor, cannot blur your background."}
      </p>
    </div>
  );
}

/** Tells in the meeting that the blur is slow or did not work. */
export function useBlurToast(showToast: (words: string) => void): void {
  const state = useRead(background, background.state);
  const [news] = useState(() => new BlurNews(state));
  useEffect(() => {
    const words = news.of(state);
    if (words !== "") showToast(words);
  }, [news, state, showToast]);
}
