import { Plural } from "@lingui/react/macro";
import { Icon } from "@pannier/ui";

/** Says that the timeline goes on below, and leads there. */
export function RowsBelow({ rows, onShow }: { rows: number; onShow: () => void }) {
  if (rows === 0) return null;
  return (
    <button type="button" className="co-rows-below" onClick={onShow}>
      <Icon name="chevronDown" size={14} />
      <Plural value={rows} one="# more route" other="# more routes" />
    </button>
  );
}
