import { Plural, useLingui } from "@lingui/react/macro";
import { dispatch, type Plan, type Route } from "@pannier/api";
import { useMay, useProblemText } from "@pannier/app";
import type { RouteMark } from "@pannier/core";
import { Banner, Button, Dialog, toast } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Blocked } from "./Blocked.tsx";

export interface ReleaseProps {
  plan: Plan;
  drafts: readonly Route[];
  marks: ReadonlyMap<string, RouteMark>;
  /** Ticked routes; none means all drafts. */
  chosen: ReadonlySet<string>;
}

/** Hand routes to their riders; what blocks one is said, and can be overridden with a logged reason. */
export function Release({ plan, drafts, marks, chosen }: ReleaseProps) {
  const { t } = useLingui();
  const may = useMay();
  const client = useQueryClient();
  const textOf = useProblemText();
  const [asking, setAsking] = useState(false);
  const ids = drafts.filter((route) => chosen.size === 0 || chosen.has(route.id)).map((route) => route.id);
  const release = useMutation({
    mutationFn: (body: { route_ids: string[]; override?: { reason: string } }) =>
      dispatch.release(plan.id, body),
    onSuccess: (result) => {
      setAsking(false);
      if (result.released.length > 0)
        toast(t`Released routes: ${result.released.length}. Their riders see them now.`);
      for (const key of ["plans", "plan", "routes"]) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  if (drafts.length === 0 || !may("routes:release")) return null;
  const blocked = release.data?.blocked ?? [];
  return (
    <div className="co-release">
      <div className="co-tools">
        <Button
          look="primary"
          icon="check"
          isPending={release.isPending}
          onPress={() => (ids.length > 1 ? setAsking(true) : release.mutate({ route_ids: ids }))}
        >
          <Plural value={ids.length} one="Release # route" other="Release # routes" />
        </Button>
        <span className="pn-quiet">
          {chosen.size === 0 ? t`All drafts. Tick routes below to release only some.` : t`The ticked routes.`}
        </span>
      </div>
      {release.isError && <Banner tone="danger">{textOf(release.error)}</Banner>}
      {blocked.length > 0 && (
        <Blocked
          blocked={blocked}
          marks={marks}
          onOverride={(reason) =>
            release.mutate({ route_ids: blocked.map((one) => one.route_id), override: { reason } })
          }
        />
      )}
      <Dialog
        title={t`Release these routes?`}
        closeLabel={t`Close`}
        isOpen={asking}
        onClose={() => setAsking(false)}
        size="small"
        actions={
          <>
            <Button onPress={() => setAsking(false)}>{t`Not yet`}</Button>
            <Button
              look="primary"
              isPending={release.isPending}
              onPress={() => release.mutate({ route_ids: ids })}
            >
              {t`Release`}
            </Button>
          </>
        }
      >
        <p>
          <Plural
            value={ids.length}
            one="# rider gets a route, and its recipients are told their window."
            other="# riders get their routes, and the recipients are told their windows."
          />
        </p>
      </Dialog>
    </div>
  );
}
