import "./locks.css";
import { useLingui } from "@lingui/react/macro";
import { planning, type Route, type RouteStop } from "@pannier/api";
import { useMay, useProblemText } from "@pannier/app";
import { Badge, Banner, Checkbox } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { LOCKS, type LockName, lockable, lockOf } from "./locks.ts";

const NOTHING = { rider: false, time: false, order: false };

/** What is fixed of a stop, in one word each. */
export function useLockWords(): (stop: Pick<RouteStop, "orders">) => string {
  const { t } = useLingui();
  const words: Record<LockName, string> = { rider: t`rider`, time: t`time`, order: t`order` };
  return (stop) => {
    const lock = lockOf(stop);
    const fixed = lock ? LOCKS.filter((name) => lock[name]).map((name) => words[name]) : [];
    return fixed.length > 0 ? t`locked: ${fixed.join(", ")}` : "";
  };
}

/** A closed lock; the words beside it say what is locked. */
export function LockIcon({ size = 12 }: { size?: number }) {
  return (
    <svg
      className="co-lock"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="currentColor"
      stroke="currentColor"
    >
      <path d="M8 11V8a4 4 0 0 1 8 0v3" fill="none" strokeWidth="2.6" />
      <rect x="5" y="11" width="14" height="9.5" rx="2" stroke="none" />
    </svg>
  );
}

/** Fix of a stop who comes, when, or its place in the row; plans keep to it until it is freed. */
export function LockStop({ stop, route }: { stop: RouteStop; route: Pick<Route, "state"> }) {
  const { t } = useLingui();
  const may = useMay();
  const textOf = useProblemText();
  const client = useQueryClient();
  const orders = lockable(stop);
  const lock = lockOf(stop) ?? NOTHING;
  const command = useMutation({
    mutationFn: (wish: typeof NOTHING) =>
      Promise.all(orders.map((order) => planning.lock(order.order_id, wish))),
    onSettled: () => client.invalidateQueries({ queryKey: ["routes"] }),
  });
  if (orders.length === 0 || !may("plans:write")) return null;
  const shown = command.isPending ? command.variables : lock;
  const labels: Record<LockName, string> = {
    rider: t`Rider`,
    time: t`Time, to a quarter of an hour`,
    order: t`Order: this stop and all before it stay first`,
  };
  const hasLeft = route.state === "in_progress";
  return (
    <fieldset className="co-locks">
      <legend>{t`Keep when the day is planned again or changed`}</legend>
      {LOCKS.map((name) => (
        <Checkbox
          key={name}
          label={labels[name]}
          note={name === "order" && !hasLeft ? t`Once the rider has left` : undefined}
          isSelected={shown[name]}
          isDisabled={command.isPending || (name === "order" && !hasLeft && !shown.order)}
          onChange={(on) =>
            command.mutate({ rider: shown.rider, time: shown.time, order: shown.order, [name]: on })
          }
        />
      ))}
      {lockOf(stop)?.kept === false && <Badge tone="warn">{t`Not kept: the stop has moved since`}</Badge>}
      {command.isError && <Banner tone="danger">{textOf(command.error)}</Banner>}
    </fieldset>
  );
}
