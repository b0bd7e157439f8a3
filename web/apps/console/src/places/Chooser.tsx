import { useLingui } from "@lingui/react/macro";
import { type Order, orders } from "@pannier/api";
import { ProblemState, useFailureToast } from "@pannier/app";
import type { LonLat } from "@pannier/core";
import type { Picked } from "@pannier/map/scene";
import { Button, Panel, Skeleton, toast } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { ChoiceList, ChoiceMap } from "./Choices.tsx";
import { BY_HAND, type Choice, choicesOf, doubtOf, locationOf } from "./places.ts";

/** Choose the place of one order, on the map or in the list. */
export function Chooser({ order, onDone }: { order: Order; onDone: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const fail = useFailureToast();
  const { end, label } = doubtOf(order);
  const [pin, setPin] = useState<LonLat | null>(null);
  // Nothing is proposed as chosen: a click too fast would send a rider to the wrong door.
  const [chosenId, choose] = useState<string | null>(null);
  const candidates = useQuery({
    queryKey: ["order", order.id, "candidates", end],
    queryFn: () => orders.candidates(order.id, end),
  });
  const choices = useMemo(
    () => choicesOf(candidates.data ?? [], pin, t`Pin set by hand`),
    [candidates.data, pin, t],
  );
  const chosen = choices.find((choice) => choice.id === chosenId);
  const place = useMutation({
    mutationFn: (choice: Choice) => orders.place(order.id, { ...locationOf(choice), end }),
    onError: fail,
    onSuccess: () => {
      const isNext = end === "delivery" && order.collect_review_code !== null;
      if (!isNext) toast(t`${order.reference} is placed and can be planned.`);
      void client.invalidateQueries({ queryKey: ["orders"] });
      if (!isNext) onDone();
    },
  });
  const pick = (picked: Picked) => {
    if (picked.kind === "choice") choose(picked.id);
    else if (picked.kind === "place") {
      setPin(picked.at);
      choose(BY_HAND);
    }
  };
  return (
    <div className="co-chooser">
      <div className="co-chooser__map">
        {candidates.isPending ? (
          <Skeleton label={t`Looking for candidates`} />
        ) : (
          <ChoiceMap choices={choices} chosenId={chosenId} onPick={pick} />
        )}
      </div>
      <Panel title={t`Which one is “${label}”?`}>
        {candidates.isLoadingError ? (
          <ProblemState error={candidates.error} onRetry={() => void candidates.refetch()} />
        ) : (
          <ChoiceList choices={choices} chosenId={chosenId} onChoose={choose} />
        )}
        <div className="co-tools">
          <Button
            look="primary"
            icon="pin"
            isDisabled={!chosen}
            isPending={place.isPending}
            onPress={() => chosen && place.mutate(chosen)}
          >
            {chosen
              ? t`Use ${chosen.letter}`
              : choices.length > 0
                ? t`Choose a place first`
                : t`Set the pin first`}
          </Button>
          <span className="pn-quiet">
            {choices.length > 0
              ? t`None of them? Press on the map to set the pin by hand.`
              : t`Press on the map where it is.`}
          </span>
        </div>
      </Panel>
    </div>
  );
}
