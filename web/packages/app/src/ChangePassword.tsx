import { useLingui } from "@lingui/react/macro";
import { accounts } from "@pannier/api";
import { Banner, Button, Dialog, TextField, toast } from "@pannier/ui";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useProblemText } from "./problem.tsx";

const SHORTEST = 10;

/** Change one's own password; sessions on other devices end. */
export function ChangePassword({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const textOf = useProblemText();
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
    <Dialog
      title={t`Change my password`}
      closeLabel={t`Close`}
      isOpen
      onClose={onClose}
      size="small"
      actions={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            isPending={change.isPending}
            isDisabled={!current || next.length < SHORTEST}
            onPress={() => change.mutate()}
          >
            {t`Change it`}
          </Button>
        </>
      }
    >
      {change.isError && <Banner tone="danger">{textOf(change.error)}</Banner>}
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
    </Dialog>
  );
}
