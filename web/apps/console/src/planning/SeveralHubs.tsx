import { Plural, useLingui } from "@lingui/react/macro";
import { type PlannedHub, planning } from "@pannier/api";
import { isOver, useMay, useProblemText } from "@pannier/app";
import { Banner, Button, Dialog, Progress, SelectField } from "@pannier/ui";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useDay } from "../day.tsx";
import { HubChoice } from "./HubChoice.tsx";
import { SeveralOutcome } from "./SeveralOutcome.tsx";

const BUDGETS = ["20", "60", "120", "300", "600"];
const LOOK_EVERY_MS = 1000;

/** Plan several hubs of the day together, or follow who does; shown where the operator has more than one. */
export function SeveralHubs({ running, onMade }: { running: string | null; onMade: () => void }) {
  const { t } = useLingui();
  const may = useMay();
  const { hubs } = useDay();
  const [isOpen, open] = useState(false);
  const [asked, follow] = useState<string | null>(null);
  if (!may("plans:write") || hubs.length < 2) return null;
  return (
    <>
      <Button icon="map" onPress={() => open(true)}>
        {t`Several hubs together`}
      </Button>
      {isOpen && (
        <SeveralDialog
          jobId={running ?? asked}
          onAsked={follow}
          onMade={onMade}
          onClose={() => open(false)}
        />
      )}
    </>
  );
}

interface Following {
  jobId: string | null;
  onAsked: (jobId: string) => void;
  onMade: () => void;
  onClose: () => void;
}

function SeveralDialog({ jobId, onAsked, onMade, onClose }: Following) {
  const { t } = useLingui();
  const textOf = useProblemText();
  const { hubs, date } = useDay();
  const [chosen, choose] = useState<ReadonlySet<string>>(() => new Set(hubs.map((hub) => hub.id)));
  const [budget, setBudget] = useState("60");
  const [assign, setAssign] = useState<"open" | "all">("open");
  const request = useMutation({
    mutationFn: () =>
      planning.requestSeveral({ hub_ids: [...chosen], date, budget_s: Number(budget), assign }),
    onSuccess: (job) => onAsked(job.id),
  });
  const run = useRun(jobId, onMade);
  const stop = useMutation({ mutationFn: () => planning.stop(jobId ?? "") });
  const busy = request.isPending || run.isRunning;
  return (
    <Dialog
      title={t`Plan several hubs together`}
      closeLabel={t`Close`}
      isOpen
      onClose={onClose}
      size="large"
      actions={
        <>
          {run.isRunning && (
            <Button isPending={stop.isPending} onPress={() => stop.mutate()}>
              {t`Stop and keep the best`}
            </Button>
          )}
          <Button
            look="primary"
            icon="plan"
            isPending={busy}
            isDisabled={chosen.size < 2}
            onPress={() => request.mutate()}
          >
            {t`Plan these hubs`}
          </Button>
        </>
      }
    >
      <div className="co-stack">
        <p>{t`Orders leave from the hub that serves them best. Orders whose goods lie in a hub, or are on their way to it, stay there. Each hub then gets a plan of its own, which you look at and release as usual.`}</p>
        <HubChoice hubs={hubs} chosen={chosen} onChange={choose} isDisabled={busy} />
        <div className="co-maker">
          <SelectField
            label={t`Orders that may change hub`}
            value={assign}
            onChange={(value) => setAssign(value as "open" | "all")}
            choices={[
              { value: "open", label: t`Those whose hub nobody has named` },
              { value: "all", label: t`All whose goods lie in no hub yet` },
            ]}
          />
          <SelectField
            label={t`Time to search`}
            value={budget}
            onChange={setBudget}
            choices={BUDGETS.map((value) => ({ value, label: t`${value} seconds` }))}
          />
        </div>
        {request.isError && <Banner tone="danger">{textOf(request.error)}</Banner>}
        {run.job && !isOver(run.job) && <Progress value={run.job.progress} label={run.job.message} />}
        <SeveralOutcome job={run.job} hubs={run.hubs} onShown={onClose} />
        <Moved hubs={run.hubs} />
      </div>
    </Dialog>
  );
}

function Moved({ hubs }: { hubs: readonly PlannedHub[] }) {
  const moved = hubs.reduce((sum, hub) => sum + hub.gained, 0);
  if (moved === 0) return null;
  return (
    <p className="pn-quiet">
      <Plural value={moved} one="# order changed its hub." other="# orders changed their hub." />
    </p>
  );
}

/** Follow a run until every hub has its plan. */
function useRun(jobId: string | null, onMade: () => void) {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ["several", jobId],
    queryFn: () => planning.several(jobId ?? ""),
    enabled: Boolean(jobId),
    refetchInterval: (current) => (isRunOver(current.state.data) ? false : LOOK_EVERY_MS),
    staleTime: 0,
  });
  const isRunning = Boolean(jobId) && !isRunOver(data);
  const isDone = Boolean(jobId) && isRunOver(data);
  useEffect(() => {
    if (!isDone) return;
    onMade();
    for (const key of ["plans", "plan", "choices", "routes", "orders"])
      void client.invalidateQueries({ queryKey: [key] });
  }, [isDone, client, onMade]);
  return { job: data?.job, hubs: data?.hubs ?? [], isRunning };
}

type Run = Awaited<ReturnType<typeof planning.several>>;

function isRunOver(run: Run | undefined): boolean {
  if (!run || !isOver(run.job)) return false;
  return run.job.state === "error" || run.hubs.every((hub) => hub.job !== null && isOver(hub.job));
}
