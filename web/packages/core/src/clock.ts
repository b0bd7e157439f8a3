/**
 * The server's idea of now. The demo runs at a multiple of real time, so the web never asks the
 * device what time it is: it takes (now, factor) from the server and carries on from there.
 */
export interface ClockReading {
  /** Server time, RFC 3339. */
  now: string;
  /** Seconds of server time per real second; 1 outside the demo. */
  factor: number;
  /** False when the clock stands still between jumps. */
  running: boolean;
}

export class ServerClock {
  #serverMs: number;
  #factor = 1;
  #takenAtMs: number;
  readonly #steadyMs: () => number;

  constructor(steadyMs: () => number = () => performance.now(), startMs: number = Date.now()) {
    this.#steadyMs = steadyMs;
    this.#takenAtMs = steadyMs();
    this.#serverMs = startMs;
  }

  /** Take over a reading; half of `roundTripMs` is the assumed age of the answer. */
  sync(reading: ClockReading, roundTripMs = 0): void {
    const factor = reading.running ? reading.factor : 0;
    this.#takenAtMs = this.#steadyMs();
    this.#serverMs = Date.parse(reading.now) + (roundTripMs / 2) * factor;
    this.#factor = factor;
  }

  /** Server time now, in epoch milliseconds. */
  nowMs(): number {
    return this.#serverMs + (this.#steadyMs() - this.#takenAtMs) * this.#factor;
  }

  get factor(): number {
    return this.#factor;
  }
}
