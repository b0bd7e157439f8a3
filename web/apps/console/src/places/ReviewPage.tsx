import "./review.css";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { type Candidate, type NewLocation, type Order, orders } from "@pannier/api";
import { ProblemState, useFailureToast } from "@pannier/app";
import { boundsOf, type LonLat } from "@pannier/core";
import { EMPTY_SCENE, type Picked, type Scene } from "@pannier/map/scene";
import {
  Badge,
  Button,
  DataTable,
  EmptyState,
  PageHead,
  Panel,
  Skeleton,
  toast,
  useFormat,
} from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useLocation, useParams } from "wouter";
import { LiveMap } from "../tracking/LiveMap.tsx";
import { useReview } from "./useReview.ts";

/** Addresses that wait for a person: choose the right candidate or set the pin by hand. */
export default function ReviewPage() {
  const { t } = useLingui();
  const { id } = useParams<{ id?: string }>();
  const [, navigate] = useLocation();
  const review = useReview();
  if (review.isPending) return <Skeleton label={t`Loading addresses`} lines={6} />;
  if (review.isLoadingError)
    return <ProblemState error={review.error} onRetry={() => void review.refetch()} />;
  const waiting = review.data.items;
  const chosen = waiting.find((order) => order.id === id) ?? waiting[0];
  if (!chosen) {
    return (
      <EmptyState icon="pin" title={t`Every address was found`}>
        {t`Orders whose address is in doubt wait here; they are never dropped and never placed by guess.`}
      </EmptyState>
    );
  }
  const next = waiting.find((order) => order.id !== chosen.id);
  return (
    <div className="co-review pn-fill">
      <div className="co-page">
        <PageHead title={t`Addresses`} note={t`These orders are not planned until their place is certain.`} />
        <DataTable<Order>
          label={t`Orders with a doubtful address`}
          rows={waiting}
          rowKey={(order) => order.id}
          href={(order) => `/console/review/${order.id}`}
          onOpen={(order) => navigate(`/review/${order.id}`)}
          selectedKey={chosen.id}
          columns={[
            {
              id: "line",
              label: t`Address as given`,
              cell: (order) => <span dir="auto">{order.label}</span>,
            },
            { id: "reference", label: t`Order`, nowrap: true, cell: (order) => order.reference },
            { id: "why", label: t`Doubt`, cell: (order) => <Doubt code={order.review_code} /> },
          ]}
        />
      </div>
      <Chooser
        key={chosen.id}
        order={chosen}
        onDone={() => navigate(next ? `/review/${next.id}` : "/review")}
      />
    </div>
  );
}

const DOUBTS: Readonly<Record<string, MessageDescriptor>> = {
  empty: msg`no address given`,
  street_not_found: msg`street not found`,
  number_missing: msg`number missing`,
  number_not_found: msg`number not found`,
  ambiguous: msg`several places fit`,
  spread: msg`places far apart fit`,
  other_city: msg`other city`,
  contradiction: msg`parts contradict`,
  low_quality: msg`weak match`,
  off_network: msg`no street nearby`,
  no_hub: msg`no hub serves it`,
  map_not_built: msg`no map yet`,
};

function Doubt({ code }: { code: string | null }) {
  const { i18n } = useLingui();
  const known = code === null ? undefined : DOUBTS[code];
  return <Badge tone="warn">{known ? i18n._(known) : (code ?? "").replaceAll("_", " ")}</Badge>;
}

const LETTERS = "ABCDEFGHIJ";
const BY_HAND = "hand";

interface Choice {
  id: string;
  letter: string;
  title: string;
  at: LonLat;
  candidate: Candidate | null;
}

function choicesOf(candidates: readonly Candidate[], pin: LonLat | null, handLabel: string): Choice[] {
  const found = candidates.slice(0, LETTERS.length).map((candidate, position) => ({
    id: String(position),
    letter: LETTERS[position] ?? "?",
    title: candidate.label,
    at: [candidate.lon, candidate.lat] as const,
    candidate,
  }));
  return pin ? [...found, { id: BY_HAND, letter: "+", title: handLabel, at: pin, candidate: null }] : found;
}

/** A candidate by its number, so that its address parts are kept; a pin by its place. */
const locationOf = ({ candidate, at }: Choice): NewLocation =>
  candidate ? { candidate: candidate.candidate } : { lon: at[0], lat: at[1] };

function Chooser({ order, onDone }: { order: Order; onDone: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const fail = useFailureToast();
  const [pin, setPin] = useState<LonLat | null>(null);
  const [chosenId, choose] = useState("0");
  const candidates = useQuery({
    queryKey: ["order", order.id, "candidates"],
    queryFn: () => orders.candidates(order.id),
  });
  const choices = useMemo(
    () => choicesOf(candidates.data ?? [], pin, t`Pin set by hand`),
    [candidates.data, pin, t],
  );
  const chosen = choices.find((choice) => choice.id === chosenId);
  const place = useMutation({
    mutationFn: (choice: Choice) => orders.place(order.id, locationOf(choice)),
    onError: fail,
    onSuccess: () => {
      toast(t`${order.reference} is placed and can be planned.`);
      void client.invalidateQueries({ queryKey: ["orders"] });
      onDone();
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
      <Panel title={t`Which one is “${order.label}”?`}>
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
            {chosen ? t`Use ${chosen.letter}` : t`Use`}
          </Button>
          <span className="pn-quiet">{t`None of them? Press on the map to set the pin by hand.`}</span>
        </div>
      </Panel>
    </div>
  );
}

function ChoiceMap({
  choices,
  chosenId,
  onPick,
}: {
  choices: readonly Choice[];
  chosenId: string;
  onPick: (picked: Picked) => void;
}) {
  const { t } = useLingui();
  const scene = useMemo<Scene>(
    () => ({
      ...EMPTY_SCENE,
      choices: choices.map(({ id, letter, title, at }) => ({
        id,
        letter,
        title,
        at,
        chosen: id === chosenId,
      })),
    }),
    [choices, chosenId],
  );
  const bounds = useMemo(() => boundsOf(choices.map((choice) => choice.at)), [choices]);
  return <LiveMap label={t`Map of the candidates`} scene={scene} bounds={bounds} onPick={onPick} />;
}

function ChoiceList({
  choices,
  chosenId,
  onChoose,
}: {
  choices: readonly Choice[];
  chosenId: string;
  onChoose: (id: string) => void;
}) {
  const { t } = useLingui();
  const format = useFormat();
  const precision: Record<string, string> = { house: t`house`, street: t`street`, place: t`place` };
  if (choices.length === 0) return <p className="pn-quiet">{t`No candidate was found.`}</p>;
  return (
    <fieldset className="co-choices" aria-label={t`Candidates`}>
      {choices.map((choice) => (
        <label key={choice.id} data-chosen={choice.id === chosenId || undefined}>
          <input
            type="radio"
            name="candidate"
            checked={choice.id === chosenId}
            onChange={() => onChoose(choice.id)}
          />
          <b className="co-choices__letter">{choice.letter}</b>
          <span dir="auto">{choice.title}</span>
          {choice.candidate ? (
            <span className="pn-quiet">
              {precision[choice.candidate.precision] ?? choice.candidate.precision} ·{" "}
              {format.share(choice.candidate.score)}
            </span>
          ) : (
            <bdi className="pn-quiet">
              {choice.at[1].toFixed(5)}, {choice.at[0].toFixed(5)}
            </bdi>
          )}
        </label>
      ))}
    </fieldset>
  );
}
