import { Plural, useLingui } from "@lingui/react/macro";
import type { Job, PlannedHub } from "@pannier/api";
import { isOver, jobProblem } from "@pannier/app";
import { Banner, Button, Progress, useFormat } from "@pannier/ui";
import { useDay } from "../day.tsx";

/** How far each hub of a run is, and what came of it. */
export function SeveralOutcome({
  job,
  hubs,
  onShown,
}: {
  job: Job | undefined;
  hubs: readonly PlannedHub[];
  onShown: () => void;
}) {
  const { t } = useLingui();
  if (!job) return null;
  if (job.state === "error")
    return <Banner tone="danger">{t`No new plan was made; the last ones stay. ${jobProblem(job)}`}</Banner>;
  if (job.state !== "finished") return null;
  return (
    <ul className="co-hub-plans" aria-label={t`Plans of the hubs`}>
      {hubs.map((hub) => (
        <HubRow key={hub.hub_id} hub={hub} onShown={onShown} />
      ))}
    </ul>
  );
}

function HubRow({ hub, onShown }: { hub: PlannedHub; onShown: () => void }) {
  const { t } = useLingui();
  const { setHub } = useDay();
  const { job } = hub;
  const show = () => {
    setHub(hub.hub_id);
    onShown();
  };
  return (
    <li>
      <b>{hub.hub_name}</b>
      {job && !isOver(job) && <Progress value={job.progress} label={job.message} />}
      {job?.state === "error" && <span>{jobProblem(job)}</span>}
      {job?.state === "finished" && <Figures result={job.result} />}
      <Button small isDisabled={job?.state !== "finished"} onPress={show}>
        {t`Show the plan of ${hub.hub_name}`}
      </Button>
    </li>
  );
}

interface Result {
  routes: number;
  planned: number;
  left_out: number;
  /** Missing in what was planned before it was told. */
  cost_cents?: number;
  weights_cents?: number;
}

function Figures({ result }: { result: Job["result"] }) {
  const { t } = useLingui();
  const format = useFormat();
  const { routes, planned, left_out, cost_cents, weights_cents } = result as unknown as Result;
  return (
    <span>
      <Plural value={routes} one="# route" other="# routes" />
      {", "}
      <Plural value={planned} one="# order planned" other="# orders planned" />
      {", "}
      <Plural value={left_out} one="# left out" other="# left out" />
      {cost_cents !== undefined && `, ${t`cost ${format.money(cost_cents)}`}`}
      {weights_cents ? `, ${t`counted besides ${format.money(weights_cents)}`}` : ""}
    </span>
  );
}
