import { useLingui } from "@lingui/react/macro";
import { FormDialog } from "@pannier/app";
import { SelectField, TextField, TimeField, useFormat } from "@pannier/ui";
import { useDay } from "../day.tsx";
import { NO_OVERTIME, NO_REST } from "./shiftDraft.ts";
import { useShiftForm } from "./useShiftForm.ts";

const OVERTIMES_MIN = [NO_OVERTIME, "15", "30", "60", "90", "120"];
const RESTS_MIN = [NO_REST, "15", "30", "45", "60"];

const named = (all: readonly { id: string; name: string }[]) =>
  all.map((one) => ({ value: one.id, label: one.name }));

/** Give somebody a vehicle for some hours of the day, with their break. */
export function NewShift({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const { date } = useDay();
  const { draft, riders, vehicles, create, isReady, bind, submit } = useShiftForm(onClose);
  return (
    <FormDialog
      title={t`Add a shift on ${format.day(date)}`}
      action={t`Add`}
      command={create}
      isReady={isReady}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className="co-form co-form--checked">
        <SelectField label={t`Rider`} choices={named(riders)} {...bind("riderId")} />
        <SelectField label={t`Vehicle`} choices={named(vehicles)} {...bind("vehicleId")} />
        <TimeField label={t`From`} isRequired {...bind("from")} />
        <TimeField label={t`Until`} isRequired {...bind("until")} />
      </div>
      <div className="co-form co-form--checked co-form--three">
        <SelectField
          label={t`Break`}
          choices={RESTS_MIN.map((value) => ({
            value,
            label: value === NO_REST ? t`none` : t`${value} min`,
          }))}
          {...bind("restMin")}
        />
        {draft.restMin !== NO_REST && (
          <>
            <TimeField label={t`Break not before`} isRequired {...bind("restFrom")} />
            <TimeField label={t`Break over by`} isRequired {...bind("restUntil")} />
          </>
        )}
      </div>
      <div className="co-form co-form--checked co-form--two">
        <SelectField
          label={t`Overtime at most`}
          choices={OVERTIMES_MIN.map((value) => ({
            value,
            label: value === NO_OVERTIME ? t`none` : t`${value} min`,
          }))}
          {...bind("overtimeMin")}
        />
        {draft.overtimeMin !== NO_OVERTIME && (
          <TextField
            label={t`Overtime costs more an hour`}
            unit={format.settings.currency}
            {...bind("overtimeRate")}
          />
        )}
      </div>
      <div className="co-form">
        <TextField
          label={t`Starts elsewhere than at the hub`}
          placeholder="43.73550, 7.42250"
          hint={t`Latitude, longitude of where the vehicle stands before the shift. Empty: at the hub`}
          {...bind("startAt")}
        />
        <TextField
          label={t`Ends elsewhere than at the hub`}
          placeholder="43.73550, 7.42250"
          hint={t`Latitude, longitude of where the vehicle stays after it. Empty: at the hub`}
          {...bind("endAt")}
        />
      </div>
    </FormDialog>
  );
}
