import { useLingui } from "@lingui/react/macro";
import { type Offer, offers } from "@pannier/api";
import { useFailureToast } from "@pannier/app";
import { Button, toast, useFormat } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { OfferFacts } from "./OfferFacts.tsx";

/** An offer that waits for an answer. */
export function OpenOffer({ offer }: { offer: Offer }) {
  const { t } = useLingui();
  const format = useFormat();
  const until = format.moment(offer.expires_at);
  const accept = useAnswer(offers.accept, t`Accepted. The order is in your list now.`);
  const decline = useAnswer(offers.decline, t`Declined. The operator asks somebody else.`);
  const busy = accept.isPending || decline.isPending;
  return (
    <li className="po-offer">
      <OfferFacts offer={offer} more={<small>{t`Answer by ${until}.`}</small>} />
      <div className="po-offer__buttons">
        <Button isDisabled={busy} isPending={decline.isPending} onPress={() => decline.mutate(offer.id)}>
          {t`Decline`}
        </Button>
        <Button
          look="primary"
          icon="check"
          isDisabled={busy}
          isPending={accept.isPending}
          onPress={() => accept.mutate(offer.id)}
        >
          {t`Accept`}
        </Button>
      </div>
    </li>
  );
}

function useAnswer(answer: (offerId: string) => Promise<unknown>, done: string) {
  const client = useQueryClient();
  const fail = useFailureToast();
  return useMutation({
    mutationFn: answer,
    onError: fail,
    onSuccess: () => toast(done),
    // Also after a refusal: the offer may have ended meanwhile.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["offers"] }),
        client.invalidateQueries({ queryKey: ["orders"] }),
      ]),
  });
}
