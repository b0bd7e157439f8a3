import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { rowsBelow } from "./timelineSize.ts";

const WIDTH_FIRST_PX = 900;

/** The scrolled box of the timeline: how wide it is, and how many rows lie below what it shows. */
export function useView() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(WIDTH_FIRST_PX);
  const [below, setBelow] = useState(0);
  const look = useCallback(() => ref.current && setBelow(rowsBelow(ref.current)), []);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(entry.contentRect.width);
      look();
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [look]);
  // Rows come and go with the routes of the day.
  useLayoutEffect(() => {
    look();
  });
  return { ref, width, below, look };
}
