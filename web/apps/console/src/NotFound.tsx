import { useLingui } from "@lingui/react/macro";
import { EmptyState } from "@pannier/ui";

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useLingui();
  return (
    <EmptyState icon="search" title={t`There is no such page`}>
      {t`The address may be mistyped. The menu leads to every page.`}
    </EmptyState>
  );
}
