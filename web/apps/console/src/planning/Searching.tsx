import { useLingui } from "@lingui/react/macro";
import { type PlanSearch, planning } from "@pannier/api";
import { useMay, useProblemText } from "@pannier/app";
import { Banner, Button, Progress } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";

/** A search that goes on, whoever asked for it: how far it is, and the way to end it. */
export function Searching({ search }: { search: PlanSearch }) {
  const { t } = useLingui();
  const may = useMay();
  const client = useQueryClient();
  const textOf = useProblemText();
  const stop = useMutation({
    mutationFn: () => planning.stop(search.job.id),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["searches"] }),
  });
  const words = search.stopping ? t`Stopping; the best plan so far is kept` : search.job.message;
  return (
    <div className="co-searching">
      <Progress
        value={search.job.progress}
        label={search.several ? t`Several hubs together: ${words}` : words}
      />
      {may("plans:write") && (
        <Button small isPending={stop.isPending} isDisabled={search.stopping} onPress={() => stop.mutate()}>
          {t`Stop and keep the best`}
        </Button>
      )}
      {stop.isError && <Banner tone="danger">{textOf(stop.error)}</Banner>}
    </div>
  );
}
