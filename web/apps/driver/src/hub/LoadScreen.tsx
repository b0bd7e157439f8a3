import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { RiderRoute, RiderStop } from "@pannier/api";
import { Icon } from "@pannier/ui/icons";
import { later } from "@pannier/ui/later";
import { type FormEvent, Suspense, useState } from "react";
import { useApp, useAppState, useDay, useFormat } from "../base/context.tsx";
import { type Signal, signal } from "../base/feedback.ts";
import { Button, Note, Page, Sheet } from "../base/parts.tsx";
import { streetOf } from "../driving/NextCard.tsx";
import { judgeScan, type LoadItem, loadList, type ScanVerdict } from "./load.ts";

const Scanner = later(async () => (await import("./Scanner.tsx")).default);

const SIGNALS: Readonly<Record<ScanVerdict["kind"], Signal>> = {
  ok: "ok",
  again: "again",
  wrong: "wrong",
  later_trip: "wrong",
};

/** Load a trip: scan or tap every parcel, or leave without some. */
export function LoadScreen({ trip, stop }: { trip: number; stop: RiderStop | null }) {
  const { route } = useDay();
  return route && <Loading route={route} trip={trip} stop={stop} />;
}

function Loading({ route, trip, stop }: { route: RiderRoute; trip: number; stop: RiderStop | null }) {
  const { t } = useLingui();
  const app = useApp();
  const { notes } = useAppState();
  const [scanned, setScanned] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<ScanVerdict | null>(null);
  const [scanning, setScanning] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const items = loadList(route, trip, scanned);
  const loaded = items.filter((item) => item.loaded);
  const missing = items.filter((item) => !item.loaded);
  const add = (barcodes: readonly string[]) => setScanned(new Set([...scanned, ...barcodes]));

  const take = (text: string) => {
    const verdict = judgeScan(text, route, trip, scanned);
    signal(verdict.kind === "ok" && missing.length === 1 ? "done" : SIGNALS[verdict.kind]);
    setLast(verdict);
    if (verdict.kind === "ok") add([verdict.item.barcode]);
  };
  const leave = async () => {
    if (stop?.state === "pending")
      await app.act({ type: "stop.arrive", route_id: route.id, stop_id: stop.id });
    await app.act({
      type: "route.load",
      route_id: route.id,
      data: { barcodes: loaded.map((item) => item.barcode) },
    });
    const leftBehind = [...notes.leftBehind, ...missing.map((item) => item.barcode)];
    await app.note({ leftBehind, loadedTrips: [...notes.loadedTrips, trip] });
  };
  return (
    <Page
      quiet
      title={t`Load`}
      sub={trip > 1 ? t`Trip ${trip}` : undefined}
      top={<Count loaded={loaded.length} all={items.length} />}
      above={
        <div className="dr-pair">
          <Button icon="qr" onClick={() => setScanning(!scanning)}>
            {scanning ? t`Stop scanning` : t`Scan`}
          </Button>
          {missing.length > 0 && (
            <HoldButton
              label={t`Hold: all aboard`}
              onHeld={() => add(missing.filter((item) => !item.expected).map((item) => item.barcode))}
            />
          )}
        </div>
      }
      action={
        missing.length === 0 ? (
          <Button look="primary" icon="check" onClick={() => void leave()}>{t`All loaded: leave`}</Button>
        ) : (
          <Button look="primary" disabled={loaded.length === 0} onClick={() => setLeaving(true)}>
            {loaded.length === 0 ? t`Scan the parcels` : t`Leave without ${missing.length}`}
          </Button>
        )
      }
    >
      {scanning && (
        <Suspense fallback={<div className="dr-scan dr-scan--wait" />}>
          <Scanner onText={take} />
        </Suspense>
      )}
      <Verdict verdict={last} />
      <Typing onText={take} />
      <LoadItems items={items} onTake={(barcode) => take(barcode)} />
      <Sheet title={t`Leave without ${missing.length}?`} open={leaving} onClose={() => setLeaving(false)}>
        <p>{t`What is left here is not asked for again. At its door choose “Parcel missing”.`}</p>
        <ul className="dr-parcels">
          {missing.slice(0, 8).map((item) => (
            <li key={item.barcode}>
              <bdi>
                …<b>{item.barcode.slice(-4)}</b>
              </bdi>
              <span dir="auto">{streetOf(item.address)}</span>
            </li>
          ))}
        </ul>
        {missing.length > 8 && (
          <p className="dr-muted">{t`${plural(missing.length - 8, { one: "and # more", other: "and # more" })}`}</p>
        )}
        <Button look="primary" onClick={() => void leave()}>{t`Leave without ${missing.length}`}</Button>
        <Button onClick={() => setLeaving(false)}>{t`Go on loading`}</Button>
      </Sheet>
    </Page>
  );
}

function Count({ loaded, all }: { loaded: number; all: number }) {
  const { t } = useLingui();
  return (
    <div className="dr-count" role="status" aria-label={t`${loaded} of ${all} loaded`}>
      <b>{loaded}</b>
      <span>/ {all}</span>
      <i style={{ inlineSize: `${all === 0 ? 100 : (100 * loaded) / all}%` }} />
    </div>
  );
}

/** The answer to the last scan: a colour, a sign and a word. */
function Verdict({ verdict }: { verdict: ScanVerdict | null }) {
  const { t } = useLingui();
  if (!verdict) return <div role="status" />;
  const item = "item" in verdict ? verdict.item : null;
  const words = {
    ok: t`Yours`,
    again: t`Already aboard`,
    wrong: t`Not yours`,
    later_trip: verdict.kind === "later_trip" ? t`Later: trip ${verdict.trip}` : "",
  };
  return (
    <div className={`dr-verdict dr-verdict--${verdict.kind}`} role="status">
      <Icon
        name={verdict.kind === "ok" ? "check" : verdict.kind === "again" ? "info" : "close"}
        size={40}
        strokeWidth={2.6}
      />
      <div>
        <strong>{words[verdict.kind]}</strong>
        <span dir="auto">
          {item
            ? t`Door ${item.door} · ${streetOf(item.address)}`
            : verdict.kind === "wrong"
              ? t`Give it back to the hub's staff.`
              : t`Leave it at the hub for now.`}
        </span>
      </div>
    </div>
  );
}

function Typing({ onText }: { onText: (text: string) => void }) {
  const { t } = useLingui();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("barcode") as HTMLInputElement;
    if (field.value.trim()) onText(field.value);
    field.value = "";
  };
  return (
    <form className="dr-typing" onSubmit={submit}>
      <label>
        <span className="dr-hidden">{t`Barcode`}</span>
        <input
          name="barcode"
          inputMode="numeric"
          autoComplete="off"
          placeholder={t`Barcode or its last 4 digits`}
        />
      </label>
      <Button type="submit">{t`Take`}</Button>
    </form>
  );
}

function LoadItems({ items, onTake }: { items: readonly LoadItem[]; onTake: (barcode: string) => void }) {
  const { t } = useLingui();
  const format = useFormat();
  if (items.length === 0) return <Note tone="ok">{t`Nothing to load for this trip.`}</Note>;
  return (
    <section className="dr-load">
      <h2>{t`Last door first, so that the next parcel lies on top`}</h2>
      <ol>
        {items.map((item) => (
          <li key={item.barcode}>
            <button
              type="button"
              className="dr-row"
              disabled={item.loaded}
              onClick={() => onTake(item.barcode)}
            >
              <span className="dr-row__mark" data-look={item.loaded ? "done" : "door"}>
                {item.loaded ? <Icon name="check" size={18} strokeWidth={2.8} /> : item.door}
              </span>
              <span className="dr-row__words">
                <strong dir="auto">{streetOf(item.address)}</strong>
                <small>
                  <bdi>{item.recipient}</bdi>
                  {item.expected && !item.loaded && <b>{t`not at the hub yet`}</b>}
                </small>
              </span>
              <span className="dr-row__time">
                <strong>
                  <bdi>…{item.barcode.slice(-4)}</bdi>
                </strong>
                <small>{format.mass(item.weightG)}</small>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

const HOLD_MS = 600;

/** A button that wants to be held: nothing big happens by a touch in passing. Enter on a keyboard works, too. */
function HoldButton({ label, onHeld }: { label: string; onHeld: () => void }) {
  const [timer, setTimer] = useState<ReturnType<typeof setTimeout> | null>(null);
  const begin = () => setTimer(setTimeout(onHeld, HOLD_MS));
  const stop = () => {
    if (timer) clearTimeout(timer);
    setTimer(null);
  };
  return (
    <button
      type="button"
      className="dr-button dr-button--plain dr-hold"
      data-held={timer !== null}
      onPointerDown={begin}
      onPointerUp={stop}
      onPointerLeave={stop}
      onPointerCancel={stop}
      onKeyDown={(event) => event.key === "Enter" && onHeld()}
      onContextMenu={(event) => event.preventDefault()}
    >
      <Icon name="orders" size={22} />
      <span>{label}</span>
    </button>
  );
}
