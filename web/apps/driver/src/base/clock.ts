/**
 * The time that events carry. In normal running it is the phone's own, with its distance to the server's;
 * in the demo, whose clock runs fast, it is the server's.
 */
import { type ClockReading, ServerClock } from "@pannier/core";

export interface KeptReading {
  reading: ClockReading;
  takenAtMs: number;
}

const WRONG_BY_MS = 120_000;

export class RiderClock {
  readonly #server: ServerClock;
  #kept: KeptReading | null = null;

  constructor(private readonly deviceMs: () => number = Date.now) {
    this.#server = new ServerClock(deviceMs, deviceMs());
  }

  get kept(): KeptReading | null {
    return this.#kept;
  }

  /** Take over what the server says; `roundTripMs` is how long the answer took. */
  sync(reading: ClockReading, roundTripMs = 0): void {
    this.#server.sync(reading, roundTripMs);
    this.#kept = { reading, takenAtMs: this.deviceMs() };
  }

  /** Go on from a reading of an earlier visit, when there is no network to ask. */
  restore(kept: KeptReading): void {
    const factor = kept.reading.running ? kept.reading.factor : 0;
    const now = Date.parse(kept.reading.now) + (this.deviceMs() - kept.takenAtMs) * factor;
    this.#server.sync({ ...kept.reading, now: new Date(now).toISOString() });
    this.#kept = kept;
  }

  /** Server time, as well as it is known. */
  nowMs(): number {
    return this.#server.nowMs();
  }

  /** True outside the demo, where phone and server live in the same time. */
  get isReal(): boolean {
    return this.#kept === null || (this.#kept.reading.running && this.#kept.reading.factor === 1);
  }

  /** True when the phone's clock is wrong by more than two minutes. */
  get isWrong(): boolean {
    return this.isReal && Math.abs(this.nowMs() - this.deviceMs()) > WRONG_BY_MS;
  }

  /** What an event carries: its time, and the server's minus the phone's clock. */
  stamp(): { device_time: string; offset_s: number } {
    if (!this.isReal) return { device_time: new Date(this.nowMs()).toISOString(), offset_s: 0 };
    const device = this.deviceMs();
    const offset_s = Math.round((this.nowMs() - device) / 100) / 10;
    return { device_time: new Date(device).toISOString(), offset_s };
  }
}
