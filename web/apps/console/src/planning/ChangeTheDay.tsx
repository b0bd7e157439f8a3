import "./change.css";
import { Plural, useLingui } from "@lingui/react/macro";
import type { Proposal, Route } from "@pannier/api";
import { useMay } from "@pannier/app";
import { ActionMenu, Badge, Button, Dialog, Icon, type IconName, useFormat } from "@pannier/ui";
import { useState } from "react";
import { BlockedStreets } from "./BlockedStreets.tsx";
import { useBlockedStreets } from "./blockedStreets.ts";
import { ChangeForm } from "./ChangeForm.tsx";
import { OPERATIONS, type Operation, routesFor } from "./changeDraft.ts";
import { ProposalDialog } from "./ProposalDialog.tsx";
import { isOpen } from "./proposals.ts";
import { useProposals } from "./useProposals.ts";

const ICONS: Readonly<Record<Operation, IconName>> = {
  urgent_order: "clock",
  orders_inserted: "plus",
  rider_away: "person",
  vehicle_broken: "bike",
  street_blocked: "alert",
  low_battery: "battery",
  order_cancelled: "close",
  replanned: "plan",
};

/** What happened, in the words of the menu. */
export function useOperationWords(): (operation: string) => string {
  const { t } = useLingui();
  const words: Record<Operation, string> = {
    urgent_order: t`Urgent order`,
    orders_inserted: t`New orders`,
    rider_away: t`Rider away`,
    vehicle_broken: t`Vehicle broken down`,
    street_blocked: t`Blocked street`,
    low_battery: t`Low battery`,
    order_cancelled: t`Order called off`,
    replanned: t`Plan the rest anew`,
  };
  return (operation) => words[operation as Operation] ?? operation;
}

/** The menu of what may happen on a running day, and the proposals that wait for a word. */
export function ChangeTheDay({ routes }: { routes: readonly Route[] }) {
  const { t } = useLingui();
  const may = useMay();
  const wordOf = useOperationWords();
  const open = (useProposals().data ?? []).filter(isOpen);
  const [asking, ask] = useState<Operation | null>(null);
  const [shown, show] = useState<Proposal | null>(null);
  const [listed, list] = useState(false);
  const runs = routesFor("replanned", routes).length > 0;
  if (!may("plans:read") || (!runs && open.length === 0)) return null;
  return (
    <div className="co-change">
      {runs && may("plans:write") && (
        <ActionMenu
          label={t`Change the day`}
          trigger={
            <span className="co-change__menu">
              {t`Change the day`}
              <Icon name="chevronDown" size={16} />
            </span>
          }
          entries={OPERATIONS.map((id) => ({
            id,
            label: wordOf(id),
            icon: ICONS[id],
            onAction: () => ask(id),
          }))}
        />
      )}
      {open.length > 0 && (
        <Button small icon="review" onPress={() => list(true)}>
          <Plural value={open.length} one="# open proposal" other="# open proposals" />
        </Button>
      )}
      <BlockedNow />
      {asking && (
        <ChangeForm
          operation={asking}
          routes={routes}
          onClose={() => ask(null)}
          onMade={(made) => {
            ask(null);
            show(made);
          }}
        />
      )}
      {listed && (
        <OpenProposals
          open={open}
          onClose={() => list(false)}
          onShow={(one) => {
            list(false);
            show(one);
          }}
        />
      )}
      {shown && (
        <ProposalDialog key={shown.id} proposal={shown} onClose={() => show(null)} onAskedAgain={show} />
      )}
    </div>
  );
}

/** How many streets are blocked; pressed, which ones. */
function BlockedNow() {
  const { t } = useLingui();
  const [shown, show] = useState(false);
  const streets = useBlockedStreets().data ?? [];
  const count = streets.length;
  if (count === 0) return null;
  return (
    <>
      <Button small icon="alert" onPress={() => show(true)}>
        <Plural value={count} one="# blocked street" other="# blocked streets" />
      </Button>
      {shown && (
        <Dialog title={t`Blocked streets`} closeLabel={t`Close`} isOpen onClose={() => show(false)}>
          <BlockedStreets streets={streets} />
        </Dialog>
      )}
    </>
  );
}

function OpenProposals(props: {
  open: readonly Proposal[];
  onClose: () => void;
  onShow: (proposal: Proposal) => void;
}) {
  const { t } = useLingui();
  const format = useFormat();
  const wordOf = useOperationWords();
  return (
    <Dialog title={t`Open proposals`} closeLabel={t`Close`} isOpen onClose={props.onClose}>
      <ul className="co-proposals">
        {props.open.map((one) => (
          <li key={one.id}>
            <span>
              <b>{wordOf(one.operation)}</b>
              <small className="pn-quiet">
                {format.moment(one.created_at)} · <Changed count={one.diff.orders.length} />
              </small>
              {one.outdated && <Badge tone="warn">{t`The day went on`}</Badge>}
            </span>
            <Button onPress={() => props.onShow(one)}>{t`Look at it`}</Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Changed({ count }: { count: number }) {
  return <Plural value={count} one="# order changes" other="# orders change" />;
}
