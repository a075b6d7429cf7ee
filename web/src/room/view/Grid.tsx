/** The grid of tiles: as many as fit, the rest on further pages. */
import { TrackLoop, type TrackReferenceOrPlaceholder } from "@livekit/components-react";
import { type CSSProperties, type ReactNode, useRef, useState } from "react";
import { PHONE_PX, pagesFor, withSpeaker } from "../people/grid";
import { useSize } from "./hooks";
import { Icon } from "./icons";
import { type VideoLimit, Videos } from "./videos";
import "./Grid.css";

interface Props {
  tracks: TrackReferenceOrPlaceholder[];
  /** The identity of who is to be on the first page. */
  speaker: string;
  limit: VideoLimit;
  children: ReactNode;
}

export function Grid({ tracks, speaker, limit, children }: Props) {
  const stage = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(stage);
  const [turned, setTurned] = useState(0);
  const { columns, rows, pager } = pagesFor(tracks.length, width, height);
  const perPage = columns * rows;
  const pages = Math.ceil(tracks.length / perPage);
  const page = Math.min(turned, Math.max(0, pages - 1));
  const at = tracks.findIndex(({ participant }) => participant.identity === speaker);
  const ordered = withSpeaker(tracks, at, perPage, width < PHONE_PX);
  const shown = ordered.slice(page * perPage, (page + 1) * perPage);
  return (
    <div className="grid" ref={stage} data-pager={pager}>
      <div
        className="grid__tiles"
        data-testid="grid"
        data-columns={columns}
        style={{ "--columns": columns, "--rows": rows } as CSSProperties}
      >
        <Videos limit={limit} shown={shown} all={tracks}>
          <TrackLoop tracks={shown}>{children}</TrackLoop>
        </Videos>
      </div>
      {pages > 1 && <Pager page={page} pages={pages} onTurn={setTurned} />}
    </div>
  );
}

function Pager({ page, pages, onTurn }: { page: number; pages: number; onTurn: (page: number) => void }) {
  return (
    <nav className="pager" aria-label="More people">
      <button type="button" aria-label="Previous people" disabled={page === 0} onClick={() => onTurn(page - 1)}>
        <Icon name="chevron" />
      </button>
      <span role="status">
        {page + 1} of {pages}
      </span>
      <button type="button" aria-label="Next people" disabled={page === pages - 1} onClick={() => onTurn(page + 1)}>
        <Icon name="chevron" />
      </button>
    </nav>
  );
}
