import { useLingui } from "@lingui/react/macro";
import type { ReleaseResult } from "@pannier/api";
import type { RouteMark } from "@pannier/core";
import { Banner, Button, Dialog, RouteLetter, TextField } from "@pannier/ui";
import { useState } from "react";

interface BlockedProps {
  blocked: ReleaseResult["blocked"];
  marks: ReadonlyMap<string, RouteMark>;
  onOverride: (reason: string) => void;
}

/** The routes that stay, each with its reason, and the way to let them go all the same. */
export function Blocked({ blocked, marks, onOverride }: BlockedProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  return (
    <>
      <Banner
        tone="warn"
        action={<Button small onPress={() => setOpen(true)}>{t`Release all the same…`}</Button>}
      >
        <ul className="co-blocked">
          {blocked.map((one) => {
            const mark = marks.get(one.route_id);
            return (
              <li key={one.route_id + one.code}>
                {mark && <RouteLetter {...mark} size={22} />}
                <span>{one.detail}</span>
              </li>
            );
          })}
        </ul>
      </Banner>
      <Dialog
        title={t`Release all the same`}
        closeLabel={t`Close`}
        isOpen={open}
        onClose={() => setOpen(false)}
        size="small"
        actions={
          <>
            <Button onPress={() => setOpen(false)}>{t`Cancel`}</Button>
            <Button
              look="danger"
              isDisabled={reason.trim().length < 5}
              onPress={() => {
                setOpen(false);
                onOverride(reason.trim());
              }}
            >
              {t`Release with this reason`}
            </Button>
          </>
        }
      >
        <TextField
          label={t`Reason`}
          rows={3}
          value={reason}
          onChange={setReason}
          isRequired
          hint={t`It is logged with your name and the parcels concerned.`}
        />
      </Dialog>
    </>
  );
}
