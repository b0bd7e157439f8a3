import { useLingui } from "@lingui/react/macro";
import { orders, type Quote } from "@pannier/api";
import { useProblemText } from "@pannier/app";
import { Banner, Button, useFormat } from "@pannier/ui";
import { useMutation } from "@tanstack/react-query";
import type { OrderDraft } from "./draft.ts";
import { canAsk, chosen, obstacleOf, offeredOf, type QuotedWindow, quoteOf } from "./quotes.ts";

export interface QuotePanelProps {
  draft: OrderDraft;
  zone: string;
  onChange: (change: Partial<OrderDraft>) => void;
}

/** Ask which windows can still be kept at the address; choosing one fills the window and holds its price. */
export function QuotePanel({ draft, zone, onChange }: QuotePanelProps) {
  const { t } = useLingui();
  const format = useFormat();
  const ask = useMutation({ mutationFn: () => orders.quote(quoteOf(draft, zone)) });
  const offered = ask.data ? offeredOf(ask.data) : [];
  return (
    <div className="po-quote">
      <Button isPending={ask.isPending} isDisabled={!canAsk(draft)} onPress={() => ask.mutate()}>
        {t`Which windows can still be offered?`}
      </Button>
      {!canAsk(draft) && (
        <span className="pn-quiet">{t`For deliveries from the hub, once the address is written.`}</span>
      )}
      {ask.isError && <NoAnswer error={ask.error} />}
      {ask.isSuccess && offered.length === 0 && (
        <Banner tone="info">{t`No window of that day can be kept any more; try another day.`}</Banner>
      )}
      {ask.data && offered.length > 0 && (
        <ul className="po-quote__windows" aria-label={t`Windows that can be kept`}>
          {offered.map((window) => (
            <li key={window.start}>
              <Offer quote={ask.data} window={window} draft={draft} onChange={onChange} />
            </li>
          ))}
        </ul>
      )}
      {draft.quoteId && ask.data && (
        <span className="pn-quiet">
          {t`Quoted until ${format.time(ask.data.expires_at)}; it ends when the address or the time is changed.`}
        </span>
      )}
    </div>
  );
}

/** Why there is no answer, and that the order can be placed all the same where it can. */
function NoAnswer({ error }: { error: unknown }) {
  const { t } = useLingui();
  const textOf = useProblemText();
  const obstacle = obstacleOf(error);
  if (obstacle === "unsure")
    return (
      <Banner tone="warn">
        {t`We are not sure where this address lies, so no window can be offered for it yet. Check street, number and city. You can place the order all the same: somebody looks at the address then.`}
      </Banner>
    );
  if (obstacle === "not_planned")
    return (
      <Banner tone="info">
        {t`The routes of that day are not planned yet, so no window can be offered. You can place the order all the same.`}
      </Banner>
    );
  return <Banner tone="danger">{textOf(error)}</Banner>;
}

interface OfferProps {
  quote: Quote;
  window: QuotedWindow;
  draft: OrderDraft;
  onChange: (change: Partial<OrderDraft>) => void;
}

function Offer({ quote, window, draft, onChange }: OfferProps) {
  const format = useFormat();
  const filled = chosen(quote, window);
  const isChosen = draft.quoteId !== "" && draft.quoteId === filled.quoteId && draft.from === filled.from;
  const facts = [
    format.window(window),
    window.price_cents !== null && format.money(window.price_cents),
    window.extra_co2e_g !== null && format.emission(window.extra_co2e_g * 1000),
  ];
  return (
    <Button small look={isChosen ? "primary" : "plain"} onPress={() => onChange(filled)}>
      {facts.filter(Boolean).join(" · ")}
    </Button>
  );
}
