/** The words of one caption; those the engine was not sure of are faintly marked. */
import { partsOf } from "../captions/doubts";
import { doubtfulSpans, type Line } from "../captions/line";
import "./CaptionText.css";

export function CaptionText({ line }: { line: Line }) {
  const doubts = doubtfulSpans(line);
  if (doubts.length === 0) return line.text;
  return (
    <>
      {partsOf(line.text, doubts).map(({ text, isDoubtful }, n) =>
        isDoubtful ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no state, and are all replaced together
          <span key={n} className="doubtful" data-testid="doubtful" title="Not heard clearly">
            {text}
          </span>
        ) : (
          text
        ),
      )}
      {/* Once a line: a note at each word would interrupt reading. */}
      <span className="pl-visually-hidden"> (not all heard clearly)</span>
    </>
  );
}
