import { useLingui } from "@lingui/react/macro";
import { IconButton } from "@pannier/ui";
import { LockIcon } from "./LockStop.tsx";

const ZOOMS = [1, 1.5, 2, 3, 4.5, 7, 10];

/** How much wider than the page a zoomed axis is. */
export const widthAt = (zoom: number): number => ZOOMS[zoom] ?? 1;

/** What the signs mean, and the buttons that choose the range of time. */
export function TimelineTools({ zoom, onZoom }: { zoom: number; onZoom: (zoom: number) => void }) {
  const { t } = useLingui();
  return (
    <div className="co-timeline__tools">
      <Legend />
      <IconButton
        label={t`Shorter time range`}
        icon="plus"
        size={16}
        onPress={() => onZoom(zoom + 1)}
        isDisabled={zoom === ZOOMS.length - 1}
      />
      <IconButton
        label={t`Longer time range`}
        icon="minus"
        size={16}
        onPress={() => onZoom(zoom - 1)}
        isDisabled={zoom === 0}
      />
      <IconButton
        label={t`Whole day`}
        icon="fit"
        size={16}
        onPress={() => onZoom(0)}
        isDisabled={zoom === 0}
      />
    </div>
  );
}

function Legend() {
  const { t } = useLingui();
  const entries = [
    ["done", t`done`],
    ["open", t`to do`],
    ["late", t`late`],
    ["failed", t`not delivered`],
    ["wait", t`wait`],
    ["break", t`break`],
    ["reload", t`reload`],
    ["swap", t`swap or charge`],
    ["window", t`promised`],
  ] as const;
  return (
    <ul className="co-legend" aria-label={t`Legend`}>
      {entries.map(([look, label]) => (
        <li key={look}>
          <span className={`co-legend__sign co-legend__sign--${look}`} aria-hidden="true" />
          {label}
        </li>
      ))}
      <li>
        <LockIcon />
        {t`locked`}
      </li>
    </ul>
  );
}
