/** Watch the phone's position while on duty, thin it, and tell it in batches; never in breaks. */
import { ApiProblem, type PositionPoint, rider, Unreachable } from "@pannier/api";
import { metresBetween } from "../driving/day.ts";
import { isWorthKeeping } from "./thin.ts";

export interface PointShelf {
  addPoints(points: readonly PositionPoint[]): Promise<void>;
  points(most: number): Promise<{ keys: IDBValidKey[]; points: PositionPoint[] }>;
  dropPoints(keys: readonly IDBValidKey[]): Promise<void>;
}

export type GeoState = "off" | "asking" | "on" | "denied" | "missing";

const SEND_EVERY_MS = 12_000;
const BATCH = 200;

export class PositionWatch {
  #watch: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #sending = false;
  #quietUntilMs = 0;
  #kept: PositionPoint | null = null;
  /** The last fix, thinned or not. */
  last: PositionPoint | null = null;
  state: GeoState = "off";
  /** Metres of the kept line since the watch began. */
  distanceM = 0;

  constructor(
    private readonly shelf: PointShelf,
    private readonly stamp: () => string,
    private readonly batteryPct: () => number | undefined,
    private readonly changed: () => void,
  ) {}

  start(): void {
    if (this.#watch !== null) return;
    if (!("geolocation" in navigator)) {
      this.#become("missing");
      return;
    }
    this.#become("asking");
    this.#watch = navigator.geolocation.watchPosition(
      (fix) => void this.#take(fix),
      (error) => this.#become(error.code === error.PERMISSION_DENIED ? "denied" : this.state),
      { enableHighAccuracy: true, maximumAge: 2_000, timeout: 30_000 },
    );
    this.#timer = setInterval(() => void this.send(), SEND_EVERY_MS);
  }

  stop(): void {
    if (this.#watch !== null) navigator.geolocation.clearWatch(this.#watch);
    clearInterval(this.#timer);
    this.#watch = null;
    this.#kept = null;
    this.#become("off");
    void this.send();
  }

  /** Tell what was kept; without network it stays. */
  async send(): Promise<void> {
    if (this.#sending || Date.now() < this.#quietUntilMs) return;
    this.#sending = true;
    try {
      for (;;) {
        const { keys, points } = await this.shelf.points(BATCH);
        if (points.length === 0) break;
        await this.#tell(points);
        await this.shelf.dropPoints(keys);
        if (points.length < BATCH) break;
      }
    } catch (error) {
      this.#understand(error);
    } finally {
      this.#sending = false;
    }
  }

  /** Tell a batch; one that can never be taken (spoilt, or of no duty at all) is given up, so that it blocks nothing. */
  async #tell(points: readonly PositionPoint[]): Promise<void> {
    try {
      await rider.positions(points);
    } catch (error) {
      const spoilt = error instanceof ApiProblem && (error.status === 400 || error.status === 422);
      const stray = error instanceof ApiProblem && error.status === 409 && this.#watch === null;
      if (!spoilt && !stray) throw error;
    }
  }

  /** A refusal is no reason to lose a point: not on duty yet means that the start is still on its way. */
  #understand(error: unknown): void {
    if (!(error instanceof ApiProblem || error instanceof Unreachable)) throw error;
    const busy = error instanceof ApiProblem && error.status !== 401;
    if (busy) this.#quietUntilMs = Date.now() + 2 * SEND_EVERY_MS;
  }

  async #take({ coords }: GeolocationPosition): Promise<void> {
    const point: PositionPoint = {
      device_time: this.stamp(),
      lon: round(coords.longitude, 6),
      lat: round(coords.latitude, 6),
      accuracy_m: round(coords.accuracy, 1),
      ...(coords.speed === null ? {} : { speed_mps: round(coords.speed, 1) }),
      ...(coords.heading === null || Number.isNaN(coords.heading)
        ? {}
        : { heading_deg: round(coords.heading, 0) % 360 }),
      ...(this.batteryPct() === undefined ? {} : { battery_pct: this.batteryPct() }),
    };
    this.last = point;
    if (isWorthKeeping(point, this.#kept)) {
      if (this.#kept)
        this.distanceM += metresBetween([this.#kept.lon, this.#kept.lat], [point.lon, point.lat]);
      this.#kept = point;
      await this.shelf.addPoints([point]);
    }
    this.#become("on");
  }

  #become(state: GeoState): void {
    this.state = state;
    this.changed();
  }
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
