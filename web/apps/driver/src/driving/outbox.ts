/**
 * The queue of everything the rider did: kept on the phone before it is shown, sent in order, pictures
 * apart and later. Framework-free; storage, network and time are given, so that every fault can be tested.
 */
import { ApiProblem, type EventVerdict, type ProofUpload, type RiderEvent, Unreachable } from "@pannier/api";

export interface Entry {
  /** The event's id. */
  id: string;
  riderId: string;
  event: RiderEvent;
  /** waiting: to be sent; settled: the server has it; refused: it can never be applied. */
  state: "waiting" | "settled" | "refused";
  /** Why the server kept it without effect, or refused it. */
  note: { code: string; detail: string } | null;
  /** Milliseconds of the phone when the server answered. */
  settledAtMs: number | null;
}

export interface Picture {
  id: string;
  riderId: string;
  proof: ProofUpload;
  file: Blob;
  refused: string | null;
}

/** Where the queue lives; IndexedDB on the phone, a Map in tests. */
export interface Shelf {
  entries(): Promise<Entry[]>;
  putEntry(entry: Entry): Promise<void>;
  dropEntry(id: string): Promise<void>;
  pictures(): Promise<Picture[]>;
  putPicture(picture: Picture): Promise<void>;
  dropPicture(id: string): Promise<void>;
}

export interface Wire {
  tell(events: readonly RiderEvent[]): Promise<{ results: EventVerdict[] }>;
  upload(proof: ProofUpload, file: Blob): Promise<unknown>;
}

export type Trouble = { kind: "offline" } | { kind: "signed_out" } | { kind: "server"; detail: string };

export interface OutboxState {
  entries: readonly Entry[];
  pictures: readonly Picture[];
  /** Why sending stopped the last time; null after a success. */
  trouble: Trouble | null;
  sending: boolean;
  tries: number;
}

const BATCH = 50;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

/** Wait before the n-th try in a row (from 0): doubling up to a minute. */
export const waitMs = (tries: number): number => Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** tries);

const byCounter = (a: Entry, b: Entry): number => a.event.counter - b.event.counter;

/** What a failed request means; a mistake of this program is not hidden here. */
function troubleOf(error: unknown): Trouble {
  if (error instanceof Unreachable) return { kind: "offline" };
  if (!(error instanceof ApiProblem)) throw error;
  return error.signedOut ? { kind: "signed_out" } : { kind: "server", detail: error.message };
}

/** Refusals of a picture that no repetition changes. */
const isFinal = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem && [400, 404, 409, 413, 415, 422].includes(error.status);

export class Outbox {
  #state: OutboxState = { entries: [], pictures: [], trouble: null, sending: false, tries: 0 };
  #riderId = "";
  #running: Promise<void> | null = null;
  #wanted = false;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly shelf: Shelf,
    private readonly wire: Wire,
    private readonly nowMs: () => number = Date.now,
  ) {}

  get state(): OutboxState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Take over what an earlier visit left, for this rider only: another's actions are never sent in one's name. */
  async open(riderId: string): Promise<void> {
    this.#riderId = riderId;
    const entries = (await this.shelf.entries()).filter((entry) => entry.riderId === riderId);
    const pictures = (await this.shelf.pictures()).filter((picture) => picture.riderId === riderId);
    pictures.sort((a, b) => a.proof.captured_at.localeCompare(b.proof.captured_at));
    this.#set({ entries: entries.sort(byCounter), pictures, trouble: null, tries: 0 });
  }

  /** Keep an event; it counts as done for the rider as soon as this returns. */
  async add(
    event: RiderEvent,
    pictures: readonly Omit<Picture, "riderId" | "refused">[] = [],
  ): Promise<void> {
    const riderId = this.#riderId;
    const entry: Entry = { id: event.id, riderId, event, state: "waiting", note: null, settledAtMs: null };
    const kept = pictures.map((picture) => ({ ...picture, riderId, refused: null }));
    for (const picture of kept) await this.shelf.putPicture(picture);
    await this.shelf.putEntry(entry);
    this.#set({
      entries: [...this.#state.entries, entry].sort(byCounter),
      pictures: [...this.#state.pictures, ...kept],
    });
  }

  /** Send what waits; several calls at once become one. Never raises for faults of network or server. */
  async flush(): Promise<void> {
    this.#wanted = true;
    this.#running ??= this.#drain().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  /** Try a refused event or picture again. */
  async retry(id: string): Promise<void> {
    const entry = this.#state.entries.find((one) => one.id === id);
    if (entry) await this.#replace({ ...entry, state: "waiting", note: null, settledAtMs: null });
    const picture = this.#state.pictures.find((one) => one.id === id);
    if (picture) await this.#replacePicture({ ...picture, refused: null });
    await this.flush();
  }

  /** Put an answered event out of sight, or give a refused picture up. */
  async dismiss(id: string): Promise<void> {
    await this.shelf.dropEntry(id);
    await this.shelf.dropPicture(id);
    this.#set({
      entries: this.#state.entries.filter((entry) => entry.id !== id),
      pictures: this.#state.pictures.filter((picture) => picture.id !== id),
    });
  }

  /** Forget what a snapshot asked for at `askedAtMs` contains already; what carries a note stays to be read. */
  async forgetSettled(askedAtMs: number): Promise<void> {
    const old = (entry: Entry): boolean =>
      entry.state === "settled" && entry.note === null && (entry.settledAtMs ?? askedAtMs) < askedAtMs;
    for (const entry of this.#state.entries.filter(old)) await this.shelf.dropEntry(entry.id);
    this.#set({ entries: this.#state.entries.filter((entry) => !old(entry)) });
  }

  async #drain(): Promise<void> {
    this.#set({ sending: true });
    try {
      while (this.#wanted) {
        this.#wanted = false;
        await this.#sendEvents();
        await this.#sendPictures();
      }
      this.#set({ trouble: null, tries: 0 });
    } catch (error) {
      this.#wanted = false;
      this.#set({ trouble: troubleOf(error), tries: this.#state.tries + 1 });
    } finally {
      this.#set({ sending: false });
    }
  }

  async #sendEvents(): Promise<void> {
    for (;;) {
      const batch = this.#state.entries.filter((entry) => entry.state === "waiting").slice(0, BATCH);
      if (batch.length === 0) return;
      const { results } = await this.wire.tell(batch.map((entry) => entry.event));
      const verdicts = new Map(results.map((verdict) => [verdict.id, verdict]));
      for (const [n, entry] of batch.entries()) {
        const verdict = verdicts.get(entry.id) ?? results[n];
        if (verdict) await this.#replace(settled(entry, verdict, this.nowMs()));
      }
      if (results.length === 0) return;
    }
  }

  async #sendPictures(): Promise<void> {
    for (const picture of this.#state.pictures.filter((one) => one.refused === null)) {
      try {
        await this.wire.upload(picture.proof, picture.file);
      } catch (error) {
        if (!isFinal(error)) throw error;
        await this.#replacePicture({ ...picture, refused: error.message });
        continue;
      }
      await this.shelf.dropPicture(picture.id);
      this.#set({ pictures: this.#state.pictures.filter((one) => one.id !== picture.id) });
    }
  }

  async #replace(entry: Entry): Promise<void> {
    await this.shelf.putEntry(entry);
    this.#set({ entries: this.#state.entries.map((one) => (one.id === entry.id ? entry : one)) });
  }

  async #replacePicture(picture: Picture): Promise<void> {
    await this.shelf.putPicture(picture);
    this.#set({ pictures: this.#state.pictures.map((one) => (one.id === picture.id ? picture : one)) });
  }

  #set(change: Partial<OutboxState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** What a verdict makes of an entry. */
function settled(entry: Entry, verdict: EventVerdict, atMs: number): Entry {
  const note = { code: verdict.code ?? verdict.state, detail: verdict.detail ?? "" };
  if (verdict.state === "rejected") return { ...entry, state: "refused", note, settledAtMs: atMs };
  const noted = verdict.state === "conflict" ? note : null;
  return { ...entry, state: "settled", note: noted, settledAtMs: atMs };
}

/** Events that change the screen beyond the snapshot: all but the refused, and conflicts once the server's day is known. */
export const showing = (state: OutboxState, snapshotAskedMs: number): RiderEvent[] =>
  state.entries
    .filter(
      (entry) =>
        entry.state !== "refused" && (entry.settledAtMs ?? Number.POSITIVE_INFINITY) >= snapshotAskedMs,
    )
    .map((entry) => entry.event);

export const waitingCount = (state: OutboxState): number =>
  state.entries.filter((entry) => entry.state === "waiting").length +
  state.pictures.filter((picture) => picture.refused === null).length;

/** Entries and pictures that the rider should read. */
export const notedCount = (state: OutboxState): number =>
  state.entries.filter((entry) => entry.note !== null).length +
  state.pictures.filter((picture) => picture.refused !== null).length;
