/** Moves riders smoothly from one reported position to the next instead of letting them jump. */
import type { LonLat } from "@pannier/core";
import type { RiderPin } from "./scene.ts";

interface Way {
  from: LonLat;
  to: LonLat;
  startMs: number;
}

const mix = (from: number, to: number, share: number): number => from + (to - from) * share;

export class Glide {
  readonly #ways = new Map<string, Way>();

  constructor(readonly lastsMs: number) {}

  /** Take over new targets; a rider seen for the first time stands at its target at once. */
  aim(riders: readonly RiderPin[], nowMs: number): void {
    for (const rider of riders) {
      const known = this.#ways.get(rider.id);
      if (known && known.to[0] === rider.at[0] && known.to[1] === rider.at[1]) continue;
      this.#ways.set(rider.id, {
        from: known ? this.#at(known, nowMs) : rider.at,
        to: rider.at,
        startMs: nowMs,
      });
    }
  }

  /** The riders where they shall be drawn now. */
  at(riders: readonly RiderPin[], nowMs: number): RiderPin[] {
    return riders.map((rider) => {
      const way = this.#ways.get(rider.id);
      return way ? { ...rider, at: this.#at(way, nowMs) } : rider;
    });
  }

  /** True while some rider is between two positions. */
  moving(nowMs: number): boolean {
    return [...this.#ways.values()].some((way) => way.from !== way.to && nowMs - way.startMs < this.lastsMs);
  }

  #at(way: Way, nowMs: number): LonLat {
    const share = Math.min(1, Math.max(0, (nowMs - way.startMs) / this.lastsMs));
    return [mix(way.from[0], way.to[0], share), mix(way.from[1], way.to[1], share)];
  }
}
