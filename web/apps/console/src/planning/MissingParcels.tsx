import { useLingui } from "@lingui/react/macro";
import { hub, type ParcelPlace } from "@pannier/api";
import { useQueries } from "@tanstack/react-query";
import { Fragment } from "react";
import { Link } from "wouter";

const NAMED = 12;

/** Parcels by their order, each order once. */
function ordersOf(places: readonly (ParcelPlace | undefined)[]): ParcelPlace[] {
  const found = places.filter((place) => place !== undefined);
  return [...new Map(found.map((place) => [place.order_id, place])).values()];
}

/** The orders whose parcels are missing, by their references: the server names barcodes. */
export function MissingParcels({ barcodes }: { barcodes: readonly string[] }) {
  const { t } = useLingui();
  const places = useQueries({
    queries: barcodes.slice(0, NAMED).map((barcode) => ({
      queryKey: ["parcel", barcode],
      queryFn: () => hub.parcel(barcode),
      retry: false,
    })),
    combine: (results) => results.map((one) => one.data),
  });
  const named = ordersOf(places);
  const more = barcodes.length - NAMED;
  if (named.length === 0) return null;
  return (
    <span className="co-missing">
      {t`Missing:`}{" "}
      {named.map((place, position) => (
        <Fragment key={place.order_id}>
          {position > 0 && ", "}
          <Link className="co-link" href={`/orders/${place.order_id}`}>
            {place.reference}
          </Link>
        </Fragment>
      ))}
      {more > 0 && ` ${t`and ${more} more parcels`}`}
    </span>
  );
}
