import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useApp, useDay } from "../base/context.tsx";
import { Button, Percent, Sheet } from "../base/parts.tsx";
import { toast } from "../base/toast.ts";

/** Tell what the vehicle's display shows. */
export function ChargeSheet({
  open,
  onClose,
  onTold,
}: {
  open: boolean;
  onClose: () => void;
  onTold?: () => void;
}) {
  const { t } = useLingui();
  const app = useApp();
  const day = useDay();
  const [pct, setPct] = useState(Math.round(day.vehicle?.charge_pct ?? 100));
  const tell = () => {
    void app.act({ type: "charge.report", route_id: day.route?.id, data: { charge_pct: pct } });
    toast(t`Charge noted: ${pct} %`);
    onClose();
    onTold?.();
  };
  return (
    <Sheet title={t`Battery`} open={open} onClose={onClose}>
      <Percent label={t`The display shows`} value={pct} onChange={setPct} />
      <Button look="primary" onClick={tell}>{t`Tell`}</Button>
    </Sheet>
  );
}
