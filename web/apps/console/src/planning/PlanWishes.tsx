import { useLingui } from "@lingui/react/macro";
import type { PlanWishes } from "@pannier/api";
import { Checkbox, SelectField, useFormat } from "@pannier/ui";

const PROMISES = ["", "0.9", "0.95", "0.97", "0.99"];
const RESERVES = ["", "0.01", "0.001"];

/** What the next plan shall hold on days that are not as planned, and whether there are several to choose from. */
export function PlanWishFields({
  wishes,
  onChange,
}: {
  wishes: PlanWishes;
  onChange: (wishes: PlanWishes) => void;
}) {
  const { t } = useLingui();
  const format = useFormat();
  const share = (value: string) => (value ? Number(value) : null);
  return (
    <>
      <SelectField
        label={t`Windows kept at least`}
        value={wishes.promise_target ? String(wishes.promise_target) : ""}
        onChange={(value) => onChange({ ...wishes, promise_target: share(value) })}
        choices={PROMISES.map((value) => ({
          value,
          label: value ? t`${format.share(Number(value))} of windows` : t`No aim`,
        }))}
      />
      <SelectField
        label={t`Battery reserve touched at most`}
        value={wishes.reserve_target ? String(wishes.reserve_target) : ""}
        onChange={(value) => onChange({ ...wishes, reserve_target: share(value) })}
        choices={RESERVES.map((value) => ({
          value,
          label: value ? t`1 route in ${format.count(1 / Number(value))}` : t`No aim`,
        }))}
      />
      <Checkbox
        label={t`Several plans to choose from`}
        isSelected={Boolean(wishes.choices)}
        onChange={(choices) => onChange({ ...wishes, choices })}
      />
    </>
  );
}
