import { useLingui } from "@lingui/react/macro";
import { hub } from "@pannier/api";
import { useProblemText } from "@pannier/app";
import { Icon, type IconName, SelectField, useClock } from "@pannier/ui";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useRef, useState } from "react";
import { marksOf } from "../tracking/marks.ts";
import { ACTIONS, type HubAction, type Verdict, verdictOf } from "./scanWords.ts";
import { PARCELS, useHubDay } from "./useHubDay.ts";

interface Shown {
  id: string;
  barcode: string;
  tone: Verdict["tone"];
  title: string;
  detail: string;
}

const SIGNS: Readonly<Record<Verdict["tone"], IconName>> = {
  ok: "check",
  info: "info",
  warn: "alert",
  danger: "close",
};
const KEPT = 6;

/** The field that a hand scanner types into, and a big answer to each scan. */
export function ScanBox({ hubId }: { hubId: string }) {
  const { t, i18n } = useLingui();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [action, setAction] = useState<HubAction>("receive");
  const { shown, scan } = useScan(hubId);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const barcode = field.current?.value.trim();
    if (!field.current || !barcode) return;
    field.current.value = "";
    field.current.focus();
    void scan(action, barcode);
  };
  const [last, ...before] = shown;
  return (
    <section className="co-scan" aria-label={t`Scan`}>
      <form className="co-scan__form" onSubmit={send}>
        <SelectField
          label={t`What happens to the parcels`}
          value={action}
          onChange={(next) => {
            setAction(next as HubAction);
            field.current?.focus();
          }}
          choices={Object.entries(ACTIONS).map(([value, label]) => ({ value, label: i18n._(label) }))}
        />
        <div className="pn-field">
          <label className="pn-field__label" htmlFor={id}>
            {t`Barcode`}
          </label>
          <input
            id={id}
            ref={field}
            className="pn-input co-scan__field"
            placeholder={t`Scan, or type and press Enter`}
            maxLength={60}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="send"
            // biome-ignore lint/a11y/noAutofocus: the page is for the scanner, which types where the focus is.
            autoFocus
          />
        </div>
      </form>
      <div className="co-scan__answer" data-tone={last?.tone} role="status" aria-label={t`Last scan`}>
        {last ? (
          <Answer shown={last} />
        ) : (
          <p className="pn-quiet">{t`The answer to each scan appears here.`}</p>
        )}
      </div>
      {before.length > 0 && (
        <ol className="co-scan__before" aria-label={t`Scans before`}>
          {before.map((one) => (
            <li key={one.id} data-tone={one.tone}>
              <Icon name={SIGNS[one.tone]} size={16} strokeWidth={2.4} />
              <span>{one.title}</span>
              <bdi>{one.barcode}</bdi>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Answer({ shown }: { shown: Shown }) {
  return (
    <>
      <Icon name={SIGNS[shown.tone]} size={44} strokeWidth={2.4} />
      <div>
        <strong>{shown.title}</strong>
        <p>{shown.detail}</p>
        <bdi>{shown.barcode}</bdi>
      </div>
    </>
  );
}

/** Send scans one after the other as they come, and keep the latest answers in words. */
function useScan(hubId: string) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const clock = useClock();
  const textOf = useProblemText();
  const { routes } = useHubDay();
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const waiting = useRef<Promise<void>>(Promise.resolve());

  async function answer(action: HubAction, barcode: string, device_time: string): Promise<Shown> {
    const id = crypto.randomUUID();
    try {
      // As a list of one: a refusal is then an answer with its reason, and is kept like every scan.
      const { results } = await hub.scan({
        id,
        action,
        barcodes: [barcode],
        hub_id: hubId,
        device_time,
        onward: false,
      });
      const result = results[0];
      if (!result) throw new Error("A scan came back without a result.");
      const verdict = verdictOf(action, result);
      const mark = marksOf(routes.data ?? []).get(result.route_id ?? "");
      const title = i18n._(verdict.label);
      return {
        id,
        barcode,
        tone: verdict.tone,
        title:
          action === "sort" && result.state === "applied" && mark ? t`Sorted to route ${mark.letter}` : title,
        detail: [
          result.reference && t`Order ${result.reference}.`,
          result.detail ?? (verdict.next && i18n._(verdict.next)),
          action === "receive" && result.state === "applied" && mark && t`Goes to route ${mark.letter}.`,
        ]
          .filter(Boolean)
          .join(" "),
      };
    } catch (error) {
      return { id, barcode, tone: "danger", title: t`Not scanned: scan it again`, detail: textOf(error) };
    }
  }

  function scan(action: HubAction, barcode: string): Promise<void> {
    const device_time = new Date(clock.nowMs()).toISOString();
    waiting.current = waiting.current.then(async () => {
      const next = await answer(action, barcode, device_time);
      setShown((before) => [next, ...before].slice(0, KEPT));
      void client.invalidateQueries({ queryKey: [PARCELS] });
    });
    return waiting.current;
  }
  return { shown, scan };
}
