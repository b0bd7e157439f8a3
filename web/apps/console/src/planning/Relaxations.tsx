import { useLingui } from "@lingui/react/macro";
import type { Plan } from "@pannier/api";

type LeftOut = Plan["left_out"][number];

/** Why an order stays behind, and below it what would let it in, the cheapest first. */
export function ReasonAndWays({ one }: { one: LeftOut }) {
  const { t } = useLingui();
  const ways = one.relaxations ?? [];
  return (
    <div className="co-reason">
      <span>{one.reason}</span>
      {ways.length > 0 && (
        <details>
          <summary>{t`What would let it in`}</summary>
          <ol className="co-ways">
            {ways.map((way) => (
              <li key={way.words}>{way.words}</li>
            ))}
          </ol>
        </details>
      )}
      {one.relaxations === null && (
        <span className="pn-quiet">{t`What would let it in was not looked for.`}</span>
      )}
    </div>
  );
}
