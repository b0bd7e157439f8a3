import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Icon, type IconName } from "@pannier/ui/icons";
import { notedCount, waitingCount } from "../driving/outbox.ts";
import { useAppState } from "./context.tsx";
import { go } from "./router.ts";

type Look = { tone: "ok" | "wait" | "warn"; icon: IconName; text: string };

/** What became of the rider's actions, in one word; opens the list. */
export function StatusPill() {
  const look = useLook();
  return (
    <button type="button" className={`dr-pill dr-pill--${look.tone}`} onClick={() => go({ name: "outbox" })}>
      <Icon name={look.icon} size={16} strokeWidth={2.4} />
      {look.text}
    </button>
  );
}

function useLook(): Look {
  const { t } = useLingui();
  const { outbox, signedOut, problem } = useAppState();
  const waiting = waitingCount(outbox);
  const noted = notedCount(outbox);
  const count = t`${plural(waiting, { one: "# waiting", other: "# waiting" })}`;
  if (signedOut) return { tone: "warn", icon: "key", text: waiting > 0 ? count : t`Sign in` };
  if (noted > 0)
    return { tone: "warn", icon: "alert", text: t`${plural(noted, { one: "# note", other: "# notes" })}` };
  if (waiting > 0) return { tone: "wait", icon: outbox.sending ? "upload" : "clock", text: count };
  if (problem?.kind === "offline") return { tone: "wait", icon: "signal", text: t`Offline` };
  return { tone: "ok", icon: "check", text: t`All sent` };
}
