import { useLingui } from "@lingui/react/macro";
import { EmptyState } from "@pannier/ui";

/** What stands in place of a page that is about a hub while there is none. */
export function NoHub() {
  const { t } = useLingui();
  return (
    <EmptyState icon="home" title={t`No hub yet`}>
      {t`Routes start at a hub. An administrator makes the first one with POST /v1/hubs; the first-day guide shows how.`}
    </EmptyState>
  );
}
