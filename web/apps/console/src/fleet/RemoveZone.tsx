import { useLingui } from "@lingui/react/macro";
import { zones as api, type Zone } from "@pannier/api";
import { useProblemText } from "@pannier/app";
import { Banner, Button, Dialog } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";

/** Ask before a zone goes: its hours of traffic go with it, and plans no longer keep to it. */
export function RemoveZone({ zone, onClose }: { zone: Zone; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const textOf = useProblemText();
  const remove = useMutation({
    mutationFn: () => api.remove(zone.id),
    onSuccess: () => {
      for (const key of ["zones", "traffic"]) void client.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
  return (
    <Dialog
      title={t`Remove ${zone.name}?`}
      closeLabel={t`Keep it`}
      isOpen
      onClose={onClose}
      size="small"
      actions={
        <Button look="danger" isPending={remove.isPending} onPress={() => remove.mutate()}>
          {t`Remove the zone`}
        </Button>
      }
    >
      {remove.isError && <Banner tone="danger">{textOf(remove.error)}</Banner>}
      <p>{t`The next plans no longer keep to its rules, and hours of traffic that were set for it go with it.`}</p>
    </Dialog>
  );
}
