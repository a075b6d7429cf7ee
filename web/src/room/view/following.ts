/** Keeps the end of a scrolling element in view. */
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";

/** Closer to the end than this counts as at the end. */
const END_PX = 48;

interface Following {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  onScroll: () => void;
  toEnd: () => void;
}

/**
 * Keeps the end in view until the reader scrolls up, and again once they are back at the end. The content also grows
 * without a new line, when the browser lays out what it had only estimated: growth alone is no scrolling up.
 */
export function useFollowing(): Following {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const lastTop = useRef(0);
  const [atEnd, setAtEnd] = useState(true);

  const toEnd = useCallback((): void => {
    const element = scroller.current;
    if (element === null) return;
    following.current = true;
    setAtEnd(true);
    element.scrollTo({ top: element.scrollHeight });
    lastTop.current = element.scrollTop;
  }, []);
  const onScroll = useCallback((): void => {
    const element = scroller.current;
    if (element === null) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < END_PX;
    if (isAtEnd) following.current = true;
    else if (element.scrollTop < lastTop.current) following.current = false;
    lastTop.current = element.scrollTop;
    setAtEnd(following.current);
  }, []);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => following.current && toEnd());
    for (const element of [scroller.current, content.current]) if (element !== null) observer.observe(element);
    toEnd();
    return () => observer.disconnect();
  }, [toEnd]);
  return { scroller, content, atEnd, onScroll, toEnd };
}
