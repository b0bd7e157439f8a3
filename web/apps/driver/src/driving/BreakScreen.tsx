import { useLingui } from "@lingui/react/macro";
import { Icon } from "@pannier/ui/icons";
import { useApp, useDay, useFormat, useNow } from "../base/context.tsx";
import { Button, Page } from "../base/parts.tsx";

/** A break: the clock, and the promise that nobody watches. */
export function BreakScreen() {
  const { t } = useLingui();
  const app = useApp();
  const { route, shift } = useDay();
  const format = useFormat();
  const now = useNow(1000);
  const doneS = app.breakSince === null ? 0 : Math.max(0, (now - app.breakSince) / 1000);
  const wantedS = shift?.break_s ?? 0;
  const left = Math.max(0, wantedS - doneS);
  const end = () => void app.act({ type: "break.end", route_id: route?.id });
  return (
    <Page
      title={t`Break`}
      sub={
        shift?.break_start
          ? t`planned ${format.window({ start: shift.break_start, end: shift.break_end })}`
          : undefined
      }
      action={<Button look="primary" onClick={end}>{t`Go on riding`}</Button>}
    >
      <section className="dr-break">
        <Icon name="leaf" size={56} strokeWidth={1.4} />
        <p className="dr-break__time">{format.duration(doneS)}</p>
        <p>{left > 30 ? t`${format.duration(left)} are still yours` : t`Your break is complete`}</p>
        <p className="dr-muted">{t`Your position is not watched now.`}</p>
      </section>
    </Page>
  );
}
