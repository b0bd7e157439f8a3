import "./hub.css";
import { useLingui } from "@lingui/react/macro";
import { Figure, PageHead } from "@pannier/ui";
import { useDay } from "../day.tsx";
import { CameBack } from "./CameBack.tsx";
import { NotReceived } from "./NotReceived.tsx";
import { RouteLabels } from "./RouteLabels.tsx";
import { ScanBox } from "./ScanBox.tsx";
import { useHubDay } from "./useHubDay.ts";

/** The hub in the morning: scan parcels, see what is missing, print labels. */
export default function HubPage() {
  const { t } = useLingui();
  const { hub } = useDay();
  return (
    <div className="co-page">
      <PageHead title={t`Hub`} note={t`Scan parcels as they come in, are sorted, or come back.`} />
      {hub && <ScanBox key={hub.id} hubId={hub.id} />}
      <Counts />
      <CameBack />
      <NotReceived />
      <RouteLabels />
    </div>
  );
}

function Counts() {
  const { t } = useLingui();
  const { counts } = useHubDay();
  const of = counts.data?.counts;
  return (
    <section className="co-figures" aria-label={t`Parcels of the day`}>
      <Figure label={t`Expected`} value={of?.expected ?? "–"} note={t`not here yet`} />
      <Figure label={t`Received`} value={of?.received ?? "–"} note={t`to be sorted`} />
      <Figure label={t`Sorted`} value={of?.sorted ?? "–"} note={t`ready to load`} />
      <Figure label={t`Loaded`} value={of?.loaded ?? "–"} note={t`on a vehicle`} />
      {!!of?.back && <Figure label={t`Back`} value={of.back} note={t`what to do stands below`} tone="warn" />}
      {!!of?.lost && (
        <Figure label={t`Lost`} value={of.lost} note={t`found again? Scan “Receive”`} tone="danger" />
      )}
    </section>
  );
}
