import { useLingui } from "@lingui/react/macro";
import { boundsOf } from "@pannier/core";
import { EMPTY_SCENE, type Picked, type Scene } from "@pannier/map/scene";
import { useFormat } from "@pannier/ui";
import { useMemo } from "react";
import { LiveMap } from "../tracking/LiveMap.tsx";
import type { Choice } from "./places.ts";

/** The candidates on the map; a press beside them sets a pin. */
export function ChoiceMap({
  choices,
  chosenId,
  onPick,
}: {
  choices: readonly Choice[];
  chosenId: string | null;
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

/** The candidates as a list. */
export function ChoiceList({
  choices,
  chosenId,
  onChoose,
}: {
  choices: readonly Choice[];
  chosenId: string | null;
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
