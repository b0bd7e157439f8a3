import { useLingui } from "@lingui/react/macro";
import { Banner, Button, useFormat, useNow } from "@pannier/ui";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

/** What is on the screen although its latest renewal failed. */
const staleQueries = (client: QueryClient) =>
  client
    .getQueryCache()
    .getAll()
    .filter((query) => query.isActive() && query.state.status === "error" && query.state.data !== undefined);

/** Real time of the oldest data on the screen that could not be renewed, or 0. */
function oldestOf(client: QueryClient): number {
  const times = staleQueries(client).map((query) => query.state.dataUpdatedAt);
  return times.length > 0 ? Math.min(...times) : 0;
}

/** Says so when what is shown could not be renewed, and since when; what is shown stays. */
export function StaleBar() {
  const { t } = useLingui();
  const client = useQueryClient();
  const format = useFormat();
  // Only to count the age on; the age itself is in real time, as the browser took the data.
  useNow(10_000);
  const oldest = useSyncExternalStore(
    (tell) => client.getQueryCache().subscribe(tell),
    () => oldestOf(client),
  );
  if (oldest === 0) return null;
  const age = format.ago(oldest, Date.now());
  const retry = () => {
    for (const query of staleQueries(client))
      void client.refetchQueries({ queryKey: query.queryKey, exact: true });
  };
  return (
    <Banner tone="warn" action={<Button small onPress={retry}>{t`Try again`}</Button>}>
      {t`Parts of this page could not be renewed; they show what was known ${age}.`}
    </Banner>
  );
}
