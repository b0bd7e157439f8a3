import { useLingui } from "@lingui/react/macro";
import { accounts } from "@pannier/api";
import { TextField, toast } from "@pannier/ui";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "./FormDialog.tsx";

const SHORTEST = 10;

/** Change one's own password; sessions on other devices end. */
export function ChangePassword({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: () => accounts.changePassword(current, next),
    onSuccess: () => {
      toast(t`Your password is changed. Other devices are signed out.`);
      onClose();
    },
  });
  return (
    <FormDialog
      title={t`Change my password`}
      action={t`Change it`}
      command={change}
      isReady={Boolean(current) && next.length >= SHORTEST}
      onSubmit={change.mutate}
      onClose={onClose}
      size="small"
    >
      <TextField
        label={t`Present password`}
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
        isRequired
        autoFocus
      />
      <TextField
        label={t`New password`}
        type="password"
        autoComplete="new-password"
        value={next}
        onChange={setNext}
        isRequired
        hint={t`${SHORTEST} characters or more`}
      />
    </FormDialog>
  );
}
