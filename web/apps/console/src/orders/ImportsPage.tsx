import { useLingui } from "@lingui/react/macro";
import { ImportList, ImportReport, UploadBox } from "@pannier/app";
import { PageHead, Panel } from "@pannier/ui";
import { useCallback } from "react";
import { useLocation, useParams } from "wouter";
import { useDay } from "../day.tsx";

/** Upload order files and read what became of their rows. */
export default function ImportsPage() {
  const { t } = useLingui();
  const { id } = useParams<{ id?: string }>();
  const [, navigate] = useLocation();
  const { hub, date } = useDay();
  const open = useCallback((importId: string) => navigate(`/imports/${importId}`), [navigate]);
  const fields = hub ? { hub_id: hub.id, date } : {};
  return (
    <div className="co-page">
      <PageHead
        title={t`Imports`}
        note={t`Order files of merchants. Rows without hub or date are taken for the hub and day above.`}
      />
      <UploadBox fields={fields as Record<string, string>} onDone={open} />
      {id && (
        <Panel title={t`Report`}>
          <ImportReport id={id} orderHref={(orderId) => `/console/orders/${orderId}`} />
        </Panel>
      )}
      <ImportList hrefOf={(one) => `/console/imports/${one}`} onOpen={open} selectedId={id} />
    </div>
  );
}
