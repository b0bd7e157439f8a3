import { useLingui } from "@lingui/react/macro";
import { PersonMenu, useMe } from "@pannier/app";
import { Button, DateField, Icon, IconButton, SelectField, useClock, useFormat, useNow } from "@pannier/ui";
import { shiftDate, useDay } from "./day.tsx";

/** Hub, service day and clock: what every page of the console is about. */
export function Head() {
  const { t } = useLingui();
  const day = useDay();
  return (
    <>
      <HubChoice />
      <div className="co-day">
        <IconButton
          label={t`Day before`}
          icon="chevronLeft"
          onPress={() => day.setDate(shiftDate(day.date, -1))}
        />
        <DateField
          label={t`Service day`}
          hideLabel
          value={day.date}
          onChange={(date) => date && day.setDate(date)}
        />
        <IconButton
          label={t`Day after`}
          icon="chevronRight"
          onPress={() => day.setDate(shiftDate(day.date, 1))}
        />
        {!day.isToday && (
          <span className="co-wide">
            <Button small look="quiet" onPress={() => day.setDate("")}>
              {t`Today`}
            </Button>
          </span>
        )}
      </div>
      <span className="co-head__space" />
      <ClockFace />
      <PersonMenu />
    </>
  );
}

function HubChoice() {
  const { t } = useLingui();
  const { organisation } = useMe();
  const { hub, hubs, setHub } = useDay();
  if (hubs.length < 2) {
    return (
      <strong className="co-hub">
        <Icon name="home" />
        <span dir="auto">{hub?.name ?? organisation.name}</span>
      </strong>
    );
  }
  return (
    <SelectField
      label={t`Hub`}
      hideLabel
      value={hub?.id ?? ""}
      onChange={setHub}
      choices={hubs.map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}

/** Server time in the hub's zone; says so when it is not real time or not the browser's zone. */
function ClockFace() {
  const { t } = useLingui();
  const format = useFormat();
  const clock = useClock();
  const now = useNow(1000);
  const zone = format.settings.timeZone;
  const foreign = Intl.DateTimeFormat().resolvedOptions().timeZone !== zone;
  const factor = clock.factor;
  return (
    <span className="co-clock" title={t`Times are shown in ${zone}`}>
      <Icon name="clock" size={16} />
      <b>{format.time(now)}</b>
      {foreign && <small className="co-wide">{zone.split("/").at(-1)?.replaceAll("_", " ")}</small>}
      {factor !== 1 && (
        <small className="co-clock__demo">{factor === 0 ? t`demo, stopped` : t`demo ${factor}×`}</small>
      )}
    </span>
  );
}
