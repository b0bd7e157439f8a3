import "./change.css";
import { useLingui } from "@lingui/react/macro";
import { type BlockedStreet, blockedStreets } from "@pannier/api";
import { useMay } from "@pannier/app";
import { Banner, Button } from "@pannier/ui";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useBlockedWords } from "./blockedStreets.ts";

/** Which streets are blocked, since when and until when; whoever knows better opens them again. */
export function BlockedStreets({ streets }: { streets: readonly BlockedStreet[] }) {
  const { t } = useLingui();
  const may = useMay();
  const words = useBlockedWords();
  const client = useQueryClient();
  const open = useMutation({
    mutationFn: (id: string) => blockedStreets.open(id),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["blocked-streets"] }),
  });
  if (streets.length === 0) return null;
  return (
    <Banner tone="warn">
      <b>{t`Blocked streets`}</b>
      <ul className="co-streets" aria-label={t`Blocked streets`}>
        {streets.map((one) => (
          <li key={one.id}>
            <span>
              <b dir="auto">{one.name}</b>
              <small>{words(one).join(" · ")}</small>
            </span>
            {may("plans:write") && (
              <Button small isDisabled={open.isPending} onPress={() => open.mutate(one.id)}>
                {t`Open again`}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
