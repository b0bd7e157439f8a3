import { useLingui } from "@lingui/react/macro";
import { IconButton } from "@pannier/ui";
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

const STEPS = [0, 25, 50, 75, 100];
const KEY_STEP = 5;
const DIVIDER_PX = 24;
const MOST_OF_LOWER = 0.6;

interface SplitBoxProps {
  label: string;
  upper: ReactNode;
  lower: ReactNode;
  /** The height that suits the lower part, given the most that it may take. */
  lowerHeight: (roomPx: number) => number;
}

/** The share of the upper part in percent: what was chosen, else what the lower part leaves over. */
function useShare(lowerHeight: SplitBoxProps["lowerHeight"]) {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const [chosen, setShare] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => entry && setHeight(entry.contentRect.height));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const left = height - DIVIDER_PX - lowerHeight(height * MOST_OF_LOWER);
  const share = chosen ?? (height > 0 ? Math.max(0, (100 * left) / height) : 50);
  return { box, share, setShare };
}

/** Two parts above each other; the divider moves by drag, by arrow keys and by buttons. */
export function SplitBox({ label, upper, lower, lowerHeight }: SplitBoxProps) {
  const { t } = useLingui();
  const { box, share, setShare } = useShare(lowerHeight);
  const set = (next: number) => setShare(Math.min(100, Math.max(0, next)));
  const drag = (event: PointerEvent) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !box.current) return;
    const { top, height } = box.current.getBoundingClientRect();
    set(Math.round((100 * (event.clientY - top)) / height));
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowUp: -KEY_STEP, ArrowDown: KEY_STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    set(share + step);
  };
  return (
    <div className="co-split" ref={box} style={{ "--share": `${share}%` } as React.CSSProperties}>
      <div className="co-split__upper">{upper}</div>
      <div className="co-split__divider">
        {/* biome-ignore lint/a11y/useSemanticElements: a divider that can be moved is no thematic break. */}
        <div
          className="co-split__handle"
          role="separator"
          aria-label={label}
          aria-orientation="horizontal"
          aria-valuenow={Math.round(share)}
          aria-valuemin={0}
          aria-valuemax={100}
          tabIndex={0}
          onKeyDown={onKey}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
        />
        <span className="co-split__buttons">
          <IconButton
            label={t`Smaller map`}
            icon="chevronUp"
            size={16}
            onPress={() => set(STEPS.findLast((step) => step < share) ?? 0)}
          />
          <span className="co-split__grip" aria-hidden="true" />
          <IconButton
            label={t`Larger map`}
            icon="chevronDown"
            size={16}
            onPress={() => set(STEPS.find((step) => step > share) ?? 100)}
          />
        </span>
      </div>
      <div className="co-split__lower">{lower}</div>
    </div>
  );
}
