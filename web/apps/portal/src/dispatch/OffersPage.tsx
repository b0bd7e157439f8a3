import "./offers.css";
import { useLingui } from "@lingui/react/macro";
import { type Offer, offers, orders } from "@pannier/api";
import { ProblemState } from "@pannier/app";
import { EmptyState, PageHead, Panel, Skeleton } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { AcceptedOffer } from "./AcceptedOffer.tsx";
import { OpenOffer } from "./OpenOffer.tsx";

const OFFERS = "offers";
const EVERY_MS = 20_000;

/** What operators ask a partner to deliver: answer it, then tell how it went. */
export default function OffersPage() {
  const { t } = useLingui();
  const open = useOffers("offered");
  const accepted = useOffers("accepted");
  const states = useQuery({
    queryKey: ["orders", OFFERS],
    queryFn: () => orders.list({ newest_first: true, limit: 500 }),
    select: (page) => new Map(page.items.map((order) => [order.id, order.status])),
    refetchInterval: EVERY_MS,
  });
  const failed = [open, accepted].find((query) => query.isLoadingError);
  return (
    <div className="po-page po-offers-page">
      <PageHead
        title={t`Offers`}
        note={t`Orders that an operator asks you to deliver. After you accept, tell how each one went.`}
      />
      {failed ? (
        <ProblemState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : (
        <>
          <Offers title={t`To answer`} found={open.data}>
            {(offer) => <OpenOffer key={offer.id} offer={offer} />}
          </Offers>
          {open.data?.length === 0 && (
            <EmptyState icon="mail" title={t`No offer waits for you`}>
              {t`New offers appear here by themselves.`}
            </EmptyState>
          )}
          <Offers title={t`Accepted`} found={accepted.data}>
            {(offer) => (
              <AcceptedOffer
                key={offer.id}
                offer={offer}
                status={states.data?.get(offer.partner_order_id ?? "")}
              />
            )}
          </Offers>
        </>
      )}
    </div>
  );
}

const useOffers = (state: string) =>
  useQuery({
    queryKey: [OFFERS, state],
    queryFn: () => offers.list(state).then((page) => page.items),
    refetchInterval: EVERY_MS,
  });

function Offers({
  title,
  found,
  children,
}: {
  title: string;
  found: readonly Offer[] | undefined;
  children: (offer: Offer) => ReactNode;
}) {
  const { t } = useLingui();
  if (!found) return <Skeleton label={t`Loading offers`} />;
  if (found.length === 0) return null;
  return (
    <Panel title={title} flush>
      <ul className="po-offers" aria-label={title}>
        {found.map(children)}
      </ul>
    </Panel>
  );
}
