/** How high the timeline is; its style sheet takes the heights from here. */
export const ROW_PX = 50;
// The legend takes two lines on a laptop.
const HEAD_PX = 82;

/** The height that shows all rows, or as many whole ones as there is room for (one at least). */
export function timelineHeight(rows: number, roomPx: number): number {
  const fitting = Math.max(1, Math.floor((roomPx - HEAD_PX) / ROW_PX));
  return HEAD_PX + ROW_PX * Math.min(rows, fitting);
}

/** How many rows lie below what is in sight, counting one that is cut. */
export function rowsBelow(box: { scrollHeight: number; scrollTop: number; clientHeight: number }): number {
  const hiddenPx = box.scrollHeight - box.scrollTop - box.clientHeight;
  // A row that lacks no more than its charge line is in sight.
  return hiddenPx < ROW_PX / 3 ? 0 : Math.ceil(hiddenPx / ROW_PX);
}
