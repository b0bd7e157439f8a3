/** The rider's phone as one object: what it knows, what the rider does, and when it talks to the server. */
import { ApiProblem, accounts, type Me, type RiderToday, rider, system, Unreachable } from "@pannier/api";
import { changesOf, type RouteChanges } from "../driving/changes.ts";
import { leftOf, NO_NOTES, type Notes } from "../driving/day.ts";
import { type Act, eventOf } from "../driving/events.ts";
import { Outbox, type OutboxState, type Picture, showing, waitMs } from "../driving/outbox.ts";
import { type DutyRecord, recordOf } from "../driving/record.ts";
import { dayOf, takeOver } from "../driving/reduce.ts";
import { type GeoState, PositionWatch } from "../tracking/positions.ts";
import { type KeptReading, RiderClock } from "./clock.ts";
import { newId, phoneBatteryPct, sha256 } from "./device.ts";
import { PhoneStore } from "./idb.ts";
import { shellFiles } from "./shell.ts";
import { keepAwake } from "./wakeLock.ts";

export interface AppState {
  phase: "loading" | "sign_in" | "ready" | "broken";
  /** Who the phone belongs to now; kept when the session ends, so that recording goes on. */
  me: Me | null;
  signedOut: boolean;
  day: RiderToday | null;
  /** The day as the server told it last; distances are shared out from it. */
  snapshot: RiderToday | null;
  notes: Notes;
  changes: RouteChanges | null;
  outbox: OutboxState;
  geo: GeoState;
  /** Why the day could not be read the last time; null after a success. */
  problem: { kind: "offline" } | { kind: "server"; detail: string } | null;
  record: DutyRecord | null;
  updateReady: boolean;
}

interface Breaks {
  from: number | null;
  sumMs: number;
}

interface KeptDay {
  snapshot: RiderToday;
  askedMs: number;
}

export interface NewPicture {
  kind: "photo" | "signature";
  file: Blob;
}

const REFRESH_MS = 60_000;
const FIX_IS_FRESH_MS = 120_000;

export class RiderApp {
  #state: AppState = {
    phase: "loading",
    me: null,
    signedOut: false,
    day: null,
    snapshot: null,
    notes: NO_NOTES,
    changes: null,
    outbox: { entries: [], pictures: [], trouble: null, sending: false, tries: 0 },
    geo: "off",
    problem: null,
    record: null,
    updateReady: false,
  };
  #askedMs = 0;
  #counter = 0;
  #device = "";
  #batteryPct: number | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #refreshing: Promise<void> | null = null;
  #breaks: Breaks = { from: null, sumMs: 0 };
  readonly #listeners = new Set<() => void>();
  readonly clock = new RiderClock();
  readonly outbox: Outbox;
  readonly watch: PositionWatch;

  private constructor(private readonly store: PhoneStore) {
    this.outbox = new Outbox(store, {
      tell: (events) => rider.tell(events, this.#device),
      upload: (proof, file) => rider.uploadProof(proof, file),
    });
    this.watch = new PositionWatch(
      store,
      // Points carry no offset beside them, so they are told in the server's time.
      () => new Date(this.clock.nowMs()).toISOString(),
      () => this.#batteryPct,
      () => this.#set({ geo: this.watch.state }),
    );
    this.outbox.subscribe(() => this.#derive());
  }

  /** Open the phone's storage and go on where the last visit stopped. */
  static async open(hasLink: boolean): Promise<RiderApp> {
    const app = new RiderApp(await PhoneStore.open());
    await app.#restore();
    // A link brings a session of its own; otherwise see whether the last one still holds.
    if (!hasLink) void app.#firstCalls();
    return app;
  }

  get state(): AppState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Try to begin again after the first call failed. */
  async restart(): Promise<void> {
    this.#set({ phase: "loading", problem: null });
    await this.#firstCalls();
  }

  async signInWithCode(code: string): Promise<void> {
    const { me } = await rider.signInWithCode(code.trim());
    await this.#enter(me);
  }

  async signInWithPassword(email: string, password: string): Promise<void> {
    const { me } = await accounts.signIn(email, password);
    await this.#enter(me);
  }

  /** End the session. What was not sent stays on the phone for this rider. */
  async signOut(): Promise<void> {
    await accounts.signOut().catch((error: unknown) => {
      if (!(error instanceof Unreachable || error instanceof ApiProblem)) throw error;
    });
    for (const key of ["me", "today", "notes", "record"]) await this.store.drop(key);
    this.watch.stop();
    this.#askedMs = 0;
    this.#set({ phase: "sign_in", me: null, signedOut: false, day: null, snapshot: null, record: null });
  }

  /** Record what the rider did; it holds at once, and is sent as soon as that is possible. Returns the event's id. */
  async act(act: Act, pictures: readonly NewPicture[] = []): Promise<string> {
    const id = newId();
    const stamp = this.clock.stamp();
    const files = await Promise.all(
      pictures.map(async ({ kind, file }) => ({ id: newId(), kind, file, hash: await sha256(file) })),
    );
    const proofs = files.map(({ kind, hash }) => ({ kind, sha256: hash }));
    const data = proofs.length > 0 ? { ...act.data, proofs } : act.data;
    this.#counter += 1;
    await this.store.put("counter", this.#counter);
    const event = eventOf(
      { ...act, data },
      { id, counter: this.#counter, ...stamp, ...this.#place(), ...this.#battery() },
    );
    const kept = files.map(
      ({ id: pictureId, kind, file, hash }): Omit<Picture, "riderId" | "refused"> => ({
        id: pictureId,
        file,
        proof: {
          event_id: id,
          order_id: act.order_id ?? "",
          kind,
          sha256: hash,
          captured_at: stamp.device_time,
        },
      }),
    );
    await this.outbox.add(event, kept);
    this.#count(act.type);
    this.#follow();
    void this.flush();
    return id;
  }

  /** End the duty and keep the rider's own record of it. */
  async endDuty(batteryPct: number | null): Promise<void> {
    const { day } = this.#state;
    if (!day) return;
    const distanceM = this.watch.distanceM > 500 ? this.watch.distanceM : drivenM(day);
    const record = recordOf(day, new Date(this.clock.nowMs()).toISOString(), {
      distanceM,
      breakMs: this.#breaks.sumMs,
    });
    await this.store.put("record", record);
    this.#set({ record });
    await this.act({ type: "duty.end", route_id: day.route?.id, data: { battery_pct: batteryPct } });
  }

  async closeRecord(): Promise<void> {
    await this.store.drop("record");
    this.watch.distanceM = 0;
    this.#breaks = { from: null, sumMs: 0 };
    await this.note(NO_NOTES);
    this.#set({ record: null });
  }

  async note(change: Partial<Notes>): Promise<void> {
    const notes = { ...this.#state.notes, ...change };
    await this.store.put("notes", notes);
    this.#set({ notes });
  }

  acknowledgeChanges(): void {
    this.#set({ changes: null });
  }

  updateIsReady(): void {
    this.#set({ updateReady: true });
  }

  /** Read the day anew; without network the last one stays. */
  async refresh(): Promise<void> {
    this.#refreshing ??= this.#read().finally(() => {
      this.#refreshing = null;
    });
    await this.#refreshing;
  }

  async flush(): Promise<void> {
    clearTimeout(this.#retry);
    if (this.#state.signedOut) return;
    const noted = (state: OutboxState) => state.entries.filter((entry) => entry.note !== null).length;
    const before = noted(this.outbox.state);
    await this.outbox.flush();
    const { trouble, tries } = this.outbox.state;
    if (trouble?.kind === "signed_out") this.#set({ signedOut: true });
    else if (trouble) this.#retry = setTimeout(() => void this.flush(), waitMs(tries));
    // The server saw something that the phone did not know: what holds is there.
    else if (noted(this.outbox.state) > before) await this.refresh();
  }

  async #restore(): Promise<void> {
    this.#device = (await this.store.get<string>("device")) ?? newId();
    await this.store.put("device", this.#device);
    this.#counter = (await this.store.get<number>("counter")) ?? 0;
    this.#breaks = (await this.store.get<Breaks>("breaks")) ?? this.#breaks;
    const reading = await this.store.get<KeptReading>("clock");
    if (reading) this.clock.restore(reading);
    this.#batteryPct = await phoneBatteryPct();
    const me = await this.store.get<Me>("me");
    const kept = await this.store.get<KeptDay>("today");
    const notes = (await this.store.get<Notes>("notes")) ?? NO_NOTES;
    const record = (await this.store.get<DutyRecord>("record")) ?? null;
    if (me && kept) {
      this.#askedMs = kept.askedMs;
      await this.outbox.open(kept.snapshot.rider.id);
      this.#set({ phase: "ready", me, snapshot: kept.snapshot, notes, record });
      this.#derive();
      this.#follow();
    }
    this.#keepInTouch();
  }

  /** See who is signed in; without network the phone goes on as the one it knows. */
  async #firstCalls(): Promise<void> {
    try {
      await this.#enter(await accounts.me());
    } catch (error) {
      if (this.#state.snapshot) this.#understand(error);
      else if (error instanceof ApiProblem && error.signedOut) this.#set({ phase: "sign_in" });
      else if (error instanceof Unreachable || error instanceof ApiProblem) {
        this.#understand(error);
        this.#set({ phase: "broken" });
      } else throw error;
    }
  }

  async #enter(me: Me): Promise<void> {
    await this.store.put("me", me);
    this.#set({ me, signedOut: false });
    await this.refresh();
    const { snapshot, problem } = this.#state;
    if (snapshot) this.#set({ phase: "ready" });
    else if (problem) this.#set({ phase: "broken" });
    await this.flush();
  }

  async #read(): Promise<void> {
    const askedMs = Date.now();
    try {
      const started = performance.now();
      const today = await rider.today();
      this.clock.sync(today.clock, performance.now() - started);
      await this.store.put("clock", this.clock.kept);
      await this.#take(today, askedMs);
      this.#set({ problem: null, signedOut: false });
    } catch (error) {
      this.#understand(error);
    }
  }

  async #take(fresh: RiderToday, askedMs: number): Promise<void> {
    const before = this.#state.snapshot;
    const snapshot = takeOver(before, fresh);
    if (before?.rider.id !== fresh.rider.id) await this.outbox.open(fresh.rider.id);
    if (before?.route?.id !== snapshot.route?.id) await this.note(NO_NOTES);
    const changes = changesOf(this.#state.day?.route ?? null, snapshot.route) ?? this.#state.changes;
    this.#askedMs = askedMs;
    await this.store.put("today", { snapshot, askedMs } satisfies KeptDay);
    await this.outbox.forgetSettled(askedMs);
    this.#set({ snapshot, changes });
    this.#derive();
    this.#follow();
    void shellFiles.keepMap(snapshot.hub.id);
  }

  #understand(error: unknown): void {
    if (error instanceof Unreachable) this.#set({ problem: { kind: "offline" } });
    else if (error instanceof ApiProblem) {
      if (error.signedOut) this.#set({ signedOut: true });
      this.#set({ problem: { kind: "server", detail: error.message } });
    } else throw error;
  }

  /** On duty positions are watched and the screen stays on; in breaks and afterwards not. */
  #follow(): void {
    const duty = this.#state.day?.duty;
    const working = duty?.on === true && !duty.on_break;
    if (working) this.watch.start();
    else if (this.watch.state !== "off") this.watch.stop();
    void keepAwake(working);
  }

  #count(type: string): void {
    const now = this.clock.nowMs();
    if (type === "break.start") this.#breaks = { ...this.#breaks, from: now };
    if (type === "break.end" && this.#breaks.from !== null)
      this.#breaks = { from: null, sumMs: this.#breaks.sumMs + now - this.#breaks.from };
    if (type.startsWith("break.")) void this.store.put("breaks", this.#breaks);
  }

  get breakSince(): number | null {
    return this.#breaks.from;
  }

  #keepInTouch(): void {
    const wake = (): void => {
      if (document.visibilityState !== "visible" || this.#state.phase !== "ready") return;
      void this.refresh().then(() => this.flush());
      this.#follow();
    };
    window.addEventListener("online", wake);
    window.addEventListener("offline", () => this.#set({ problem: { kind: "offline" } }));
    document.addEventListener("visibilitychange", wake);
    setInterval(() => {
      wake();
      void phoneBatteryPct().then((pct) => {
        this.#batteryPct = pct;
      });
    }, REFRESH_MS);
    setInterval(() => void this.#syncClock(), REFRESH_MS / 2);
  }

  async #syncClock(): Promise<void> {
    const started = performance.now();
    try {
      this.clock.sync(await system.clock(), performance.now() - started);
      await this.store.put("clock", this.clock.kept);
    } catch (error) {
      if (!(error instanceof Unreachable || error instanceof ApiProblem)) throw error;
    }
  }

  #place(): { lon?: number; lat?: number } {
    const last = this.watch.last;
    if (!last || this.clock.nowMs() - Date.parse(last.device_time) > FIX_IS_FRESH_MS) return {};
    return { lon: last.lon, lat: last.lat };
  }

  #battery(): { battery_pct?: number } {
    return this.#batteryPct === undefined ? {} : { battery_pct: this.#batteryPct };
  }

  #derive(): void {
    const { snapshot } = this.#state;
    const outbox = this.outbox.state;
    this.#set({ outbox, day: snapshot ? dayOf(snapshot, showing(outbox, this.#askedMs)) : null });
  }

  #set(change: Partial<AppState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** Metres of the planned way that lie behind. */
const drivenM = ({ route }: RiderToday): number =>
  route ? Math.max(0, route.distance_m - leftOf(route).distanceM) : 0;
