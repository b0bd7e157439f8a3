import { useLingui } from "@lingui/react/macro";
import { ImportList, ImportReport, UploadBox } from "@pannier/app";
import { PageHead, Panel } from "@pannier/ui";
import { useCallback } from "react";
import { useLocation, useParams } from "wouter";

const NO_FIELDS = {};

/** Upload a file of orders and read what became of each row. */
export default function ImportsPage() {
  const { t } = useLingui();
  const { id } = useParams<{ id?: string }>();
  const [, navigate] = useLocation();
  const open = useCallback((importId: string) => navigate(`/imports/${importId}`), [navigate]);
  return (
    <div className="po-page">
      <PageHead
        title={t`Imports`}
        note={t`Columns are recognised by their names in your language, for example reference, name, street, postcode, date, weight.`}
      />
      <UploadBox fields={NO_FIELDS} onDone={open} />
      {id && (
        <Panel title={t`Report`}>
          <ImportReport id={id} orderHref={(orderId) => `/portal/orders/${orderId}`} />
        </Panel>
      )}
      <ImportList hrefOf={(one) => `/portal/imports/${one}`} onOpen={open} selectedId={id} />
    </div>
  );
}
