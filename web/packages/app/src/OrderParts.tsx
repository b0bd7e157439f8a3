import { useLingui } from "@lingui/react/macro";
import type { Attempt, OrderCharge, OrderDetail, OrderEmission, OrderEvent } from "@pannier/api";
import { COLLECT_OUTCOMES, TASK_OUTCOMES, wordOf } from "@pannier/core";
import { Badge, Banner, Facts, Happenings, Icon, useFormat, WordBadge } from "@pannier/ui";
import "./order-parts.css";
import { actorWord, messageWord, outsiderOf, whyWord } from "./causes.ts";
import { eventWord } from "./eventWords.ts";
import { useReasonWords } from "./reasons.ts";

const text = (value: unknown): string | null => (typeof value === "string" && value ? value : null);

/** The time that an event is about, where it has one. */
function useTimeWords() {
  const { t } = useLingui();
  const format = useFormat();
  return ({ type, data }: OrderEvent): string | null => {
    const eta = text(data.eta);
    if (type === "eta.changed" && eta) return t`at ${format.time(eta)}`;
    if (type === "delay.predicted" && typeof data.late_s === "number")
      return t`by ${format.duration(data.late_s)}`;
    return null;
  };
}

interface OrderHappeningsProps {
  events: readonly OrderEvent[];
  /** Whose order it is, and the names of other organisations for those who may know them. */
  merchantId?: string | null;
  nameOf?: (organisationId: string | null) => string;
}

/** The life of an order so far. */
export function OrderHappenings({ events, merchantId, nameOf }: OrderHappeningsProps) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const timeWords = useTimeWords();
  const reasonWords = useReasonWords();
  return (
    <Happenings
      label={t`What happened`}
      entries={events.map((event) => {
        const word = eventWord(event.type, event.data);
        const reason = text(event.data.reason) ?? text(event.data.code);
        const outsider = nameOf?.(outsiderOf(event, merchantId ?? null)) ?? "";
        const causes = [messageWord(event), whyWord(text(event.data.why) ?? ""), actorWord(event, outsider)];
        const detail = [
          timeWords(event),
          reason && reasonWords(reason),
          ...causes.map((cause) => cause && i18n._(cause)),
        ]
          .filter(Boolean)
          .join(" · ");
        return {
          key: String(event.seq),
          at: format.moment(event.at),
          title: i18n._(word.label),
          detail: detail || undefined,
          tone: word.tone,
          icon: word.icon,
        };
      })}
    />
  );
}

/** Grams and litres, saying which of them nobody told. */
export function useLoadWords() {
  const { t } = useLingui();
  const format = useFormat();
  return (order: Pick<OrderDetail, "weight_kg" | "volume_l" | "usual_load">): string => {
    const say = (field: string, figure: string) =>
      order.usual_load.includes(field) ? t`${figure} (usual)` : figure;
    return [
      say("weight_kg", format.mass(order.weight_kg * 1000)),
      say("volume_l", format.volume(order.volume_l * 1000)),
    ].join(" · ");
  };
}

/** What is in doubt about an address, in words; nothing where it is settled. */
export function useDoubtWords() {
  const { t } = useLingui();
  const reasonWords = useReasonWords();
  return (code: string | null) => code !== null && { label: t`In doubt`, value: reasonWords(code) };
}

/** Each try with outcome, reason, times and proofs. */
export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const reasonWords = useReasonWords();
  if (attempts.length === 0) return <p className="pn-quiet">{t`Nobody has been at the door yet.`}</p>;
  return (
    <ol className="pn-attempts">
      {attempts.map((attempt) => (
        <li key={attempt.id}>
          <div className="pn-attempts__head">
            <strong>{t`Attempt ${attempt.n}`}</strong>
            <WordBadge
              word={wordOf(
                attempt.stage === "collection" ? COLLECT_OUTCOMES : TASK_OUTCOMES,
                attempt.outcome,
              )}
            />
            <span className="pn-quiet">{format.moment(attempt.at)}</span>
          </div>
          {attempt.reason && <p>{reasonWords(attempt.reason)}</p>}
          <ul className="pn-proofs">
            {attempt.proofs.map((proof) => (
              <li key={proof.id}>
                {proof.file_url && proof.kind !== "pin" ? (
                  <a href={proof.file_url} target="_blank" rel="noreferrer">
                    <img src={proof.file_url} alt={t`Proof: ${proof.kind}`} loading="lazy" />
                  </a>
                ) : (
                  <span className="pn-proofs__mark">
                    <Icon name={proof.kind === "pin" ? "key" : "camera"} />
                  </span>
                )}
                <span>
                  {proof.kind} · {format.time(proof.captured_at)}
                  {proof.late && <Badge tone="warn">{t`sent later`}</Badge>}
                </span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

/** What has to be seen to although the order was taken, such as a load that no vehicle takes. */
export function OrderWarnings({ order }: { order: OrderDetail }) {
  if (order.warnings.length === 0) return null;
  return (
    <Banner tone="warn">
      {order.warnings.map((one) => (
        <div key={one.pointer + one.code}>{one.detail}</div>
      ))}
    </Banner>
  );
}

/** The price with every line that makes it, one block per charge. */
export function PriceLines({ charge }: { charge: OrderCharge }) {
  const { t } = useLingui();
  const format = useFormat();
  const currency = charge.currency ?? undefined;
  if (charge.charges.length === 0)
    return <p className="pn-quiet">{t`Priced when the delivery is closed.`}</p>;
  const lines = charge.charges.flatMap((one) =>
    one.lines.map((line) => ({ ...line, key: `${one.id}${line.code}` })),
  );
  const cards = new Set(
    charge.charges.flatMap((one) =>
      one.rate_card ? [`${one.rate_card.code} ${one.rate_card.version}`] : [],
    ),
  );
  return (
    <div className="pn-price">
      <dl>
        {lines.map((line) => (
          <div key={line.key}>
            <dt>{line.text}</dt>
            <dd>{format.money(line.amount_cents, currency)}</dd>
          </div>
        ))}
        <div className="pn-price__sum">
          <dt>{t`Price`}</dt>
          <dd>{format.money(charge.price_cents, currency)}</dd>
        </div>
      </dl>
      {charge.charges.map((one) => one.problem && <p key={one.id}>{one.problem}</p>)}
      {cards.size > 0 && <p className="pn-quiet">{t`Rate card ${[...cards].join(", ")}`}</p>}
    </div>
  );
}

/** Emissions as a fact with its baseline and data quality, never as a claim of our own. */
export function EmissionFacts({ emission }: { emission: OrderEmission }) {
  const { t } = useLingui();
  const format = useFormat();
  if (emission.state !== "recorded")
    return (
      <p className="pn-quiet">{t`Recorded when the rider’s round is over; what a partner carries counts with the partner’s own figure.`}</p>
    );
  const { saved_mg: saved } = emission;
  return (
    <div className="pn-price">
      <Facts
        columns={2}
        facts={[
          { label: t`This order`, value: <strong>{format.emission(emission.co2e_mg)}</strong> },
          { label: t`Diesel van baseline`, value: format.emission(emission.baseline_mg) },
          saved !== null && {
            label: saved >= 0 ? t`Less than the baseline` : t`More than the baseline`,
            value: format.emission(Math.abs(saved)),
          },
          { label: t`From measured energy`, value: format.share(emission.primary_share) },
        ]}
      />
      {emission.claim && <p className="pn-quiet">{emission.claim}</p>}
    </div>
  );
}
