import { useLingui } from "@lingui/react/macro";
import type { RiderOrder, RiderStop } from "@pannier/api";
import type { NewPicture } from "../base/app.ts";
import { useApp } from "../base/context.tsx";
import { signal } from "../base/feedback.ts";
import { go } from "../base/router.ts";
import { toast } from "../base/toast.ts";
import { streetOf } from "./NextCard.tsx";

type Told = { how: "succeed" | "fail"; data: Record<string, unknown> };

/** What an act at a door is called: taken over at the sender's, or tried at the recipient's. */
export const actAt = <How extends string>(order: RiderOrder | undefined, how: How) =>
  `${order?.kind === "collection" ? "collection" : "attempt"}.${how}` as const;

/** Close orders at a door with one outcome, and go on to what is next; it can be taken back for a while. */
export function useHandOver(stop: RiderStop) {
  const { t } = useLingui();
  const app = useApp();
  return async (orders: readonly RiderOrder[], told: Told, pictures: readonly NewPicture[] = []) => {
    for (const order of orders) {
      const about = { route_id: app.state.day?.route?.id, stop_id: stop.id, order_id: order.order_id };
      await app.act({ type: actAt(order, told.how), ...about, data: told.data }, pictures);
    }
    signal("done");
    const street = streetOf(stop.label);
    const back = () => {
      for (const order of orders)
        void app.act({
          type: actAt(order, "reopen"),
          route_id: app.state.day?.route?.id,
          stop_id: stop.id,
          order_id: order.order_id,
        });
      go({ name: "stop", id: stop.id });
    };
    const stays = orders[0]?.kind === "collection" ? t`Noted: ${street}` : t`Noted: ${street} goes back`;
    toast(told.how === "fail" ? stays : t`Done: ${street}`, back);
    const open = stop.orders.some((order) => order.outcome === null && !orders.includes(order));
    go(open ? { name: "stop", id: stop.id } : { name: "today" }, { replace: true });
  };
}
