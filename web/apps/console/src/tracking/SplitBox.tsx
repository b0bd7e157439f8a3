import { useLingui } from "@lingui/react/macro";
import { IconButton } from "@pannier/ui";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";

const STEPS = [0, 25, 50, 75, 100];
const KEY_STEP = 5;

/** Two parts above each other; the divider moves by drag, by arrow keys and by buttons. */
export function SplitBox({ label, upper, lower }: { label: string; upper: ReactNode; lower: ReactNode }) {
  const { t } = useLingui();
  const box = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(52);
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
    <div
      className="co-split"
      ref={box}
      style={{ "--share": `${share}%` } as React.CSSProperties}
      data-share={share}
    >
      <div className="co-split__upper">{upper}</div>
      <div className="co-split__divider">
        {/* biome-ignore lint/a11y/useSemanticElements: a divider that can be moved is no thematic break. */}
        <div
          className="co-split__handle"
          role="separator"
          aria-label={label}
          aria-orientation="horizontal"
          aria-valuenow={share}
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
            icon="minus"
            size={14}
            onPress={() => set(STEPS.findLast((step) => step < share) ?? 0)}
          />
          <IconButton
            label={t`Larger map`}
            icon="plus"
            size={14}
            onPress={() => set(STEPS.find((step) => step > share) ?? 100)}
          />
        </span>
      </div>
      <div className="co-split__lower">{lower}</div>
    </div>
  );
}
