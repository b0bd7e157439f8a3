import { useLingui } from "@lingui/react/macro";
import type { RiderParcel } from "@pannier/api";
import { Icon } from "@pannier/ui/icons";
import { later } from "@pannier/ui/later";
import { Suspense, useState } from "react";
import { useFormat } from "../base/context.tsx";
import { signal } from "../base/feedback.ts";
import { Button } from "../base/parts.tsx";
import { matchBarcode } from "./barcode.ts";

const Scanner = later(async () => (await import("./Scanner.tsx")).default);

/** Parcels to take at a sender's door: scanned or tapped off, as the rider likes. */
export function TakeParcels({ parcels }: { parcels: readonly RiderParcel[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const [taken, setTaken] = useState<readonly string[]>([]);
  const [scanning, setScanning] = useState(false);
  const [wrong, setWrong] = useState(false);
  const take = (text: string) => {
    const found = matchBarcode(
      text,
      parcels.map((parcel) => parcel.barcode),
    );
    setWrong(found === null);
    signal(found === null ? "wrong" : taken.includes(found) ? "again" : "ok");
    if (found !== null && !taken.includes(found)) setTaken([...taken, found]);
  };
  return (
    <section className="dr-card">
      <h2>{t`${taken.length} of ${parcels.length} parcels taken`}</h2>
      {scanning && (
        <Suspense fallback={<div className="dr-scan dr-scan--wait" />}>
          <Scanner onText={take} />
        </Suspense>
      )}
      {wrong && <p role="alert">{t`Not one of these: leave it there.`}</p>}
      {parcels.map((parcel) => (
        <label key={parcel.barcode} className="dr-check">
          <input
            type="checkbox"
            checked={taken.includes(parcel.barcode)}
            onChange={() =>
              taken.includes(parcel.barcode)
                ? setTaken(taken.filter((one) => one !== parcel.barcode))
                : take(parcel.barcode)
            }
          />
          <bdi>…{parcel.barcode.slice(-4)}</bdi>
          <span>{format.mass(parcel.weight_g)}</span>
          {taken.includes(parcel.barcode) && <Icon name="check" size={18} />}
        </label>
      ))}
      <Button icon="qr" onClick={() => setScanning(!scanning)}>
        {scanning ? t`Stop scanning` : t`Scan`}
      </Button>
    </section>
  );
}
