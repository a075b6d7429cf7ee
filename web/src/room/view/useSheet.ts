/** Drags a panel's head on a phone, where the panel is a sheet (Phone.css). */
import { type CSSProperties, type PointerEvent, useRef, useState } from "react";
import { afterDrag, type SheetHeight } from "../sheet";

/** As in Phone.css. */
const SHEET = "(max-width: 47.99rem) and (min-height: 30rem)";

interface Start {
  y: number;
  lastY: number;
  lastAt: number;
  pxPerMs: number;
}

export interface Sheet {
  height: SheetHeight;
  toggle: () => void;
  style: CSSProperties;
  /** For the head. */
  handlers: Record<
    "onPointerDown" | "onPointerMove" | "onPointerUp" | "onPointerCancel",
    (event: PointerEvent<HTMLElement>) => void
  >;
}

export function useSheet(onClose: () => void): Sheet {
  const [height, setHeight] = useState<SheetHeight>("half");
  const [byPx, setBy] = useState(0);
  const start = useRef<Start | null>(null);
  const end = (event: PointerEvent<HTMLElement>, counts: boolean): void => {
    const from = start.current;
    start.current = null;
    setBy(0);
    const heightPx = event.currentTarget.parentElement?.clientHeight ?? 0;
    if (from === null || !counts || heightPx === 0) return;
    const after = afterDrag(height, { byPx: event.clientY - from.y, heightPx, pxPerMs: from.pxPerMs });
    if (after === "closed") onClose();
    else setHeight(after);
  };
  return {
    height,
    toggle: () => setHeight(height === "half" ? "full" : "half"),
    style: { "--sheet-drag": `${Math.max(0, byPx)}px` } as CSSProperties,
    handlers: {
      onPointerDown: (event) => {
        const isButton = event.target instanceof Element && event.target.closest("button") !== null;
        if (isButton || !event.isPrimary || !matchMedia(SHEET).matches) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { y: event.clientY, lastY: event.clientY, lastAt: event.timeStamp, pxPerMs: 0 };
      },
      onPointerMove: (event) => {
        const from = start.current;
        if (from === null) return;
        const elapsed = Math.max(1, event.timeStamp - from.lastAt);
        start.current = {
          y: from.y,
          lastY: event.clientY,
          lastAt: event.timeStamp,
          pxPerMs: (event.clientY - from.lastY) / elapsed,
        };
        setBy(event.clientY - from.y);
      },
      onPointerUp: (event) => end(event, true),
      onPointerCancel: (event) => end(event, false),
    },
  };
}
