import { useLingui } from "@lingui/react/macro";
import { fleet, type Shift } from "@pannier/api";
import { useFailureToast, useMay } from "@pannier/app";
import { SelectField } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Serves } from "./onDemandDraft.ts";
import { useServesWords } from "./useServesWords.ts";

/** What a shift serves, to be changed at any time. */
export function ShiftServes({ shift }: { shift: Shift }) {
  const { t } = useLingui();
  const mayWrite = useMay()("fleet:write");
  const client = useQueryClient();
  const fail = useFailureToast();
  const words = useServesWords();
  const change = useMutation({
    mutationFn: (serves: string) =>
      fleet.changeShift(shift.id, { serves: (serves || null) as Serves | null }),
    onError: fail,
    onSettled: () => void client.invalidateQueries({ queryKey: ["shifts"] }),
  });
  const asHub = t`As the hub says`;
  if (!mayWrite) return shift.serves ? words[shift.serves] : asHub;
  return (
    <SelectField
      label={t`What ${shift.rider_name} serves`}
      hideLabel
      value={change.isPending ? (change.variables ?? "") : (shift.serves ?? "")}
      onChange={(serves) => change.mutate(serves)}
      choices={[
        { value: "", label: asHub },
        ...Object.entries(words).map(([value, label]) => ({ value, label })),
      ]}
    />
  );
}
