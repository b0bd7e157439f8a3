/** What a rider's phone reads and tells: the whole day at once, events, proofs, positions. */
import { http } from "./http.ts";
import type { Me } from "./shapes.ts";

export interface RiderWindow {
  start: string;
  end: string;
}

export interface RiderParcel {
  barcode: string;
  weight_g: number;
  custody: string | null;
}

export type ProofLevel = "required" | "warn" | "optional" | "off";
export type ProofKind = "photo" | "signature" | "pin" | "name";

/** How to check a PIN without network: PBKDF2-HMAC-SHA256, salt and hash in hex. */
export interface PinCheck {
  salt: string;
  iterations: number;
  hash: string;
  tries: number;
}

export interface RiderOrder {
  order_id: string;
  reference: string;
  /** collection: at its sender's door, where names, times and notes are the sender's. */
  kind: "delivery" | "return" | "collection";
  outcome: string | null;
  attempts: number;
  recipient_name: string | null;
  phone_masked: string | null;
  address: string;
  postcode: string | null;
  city: string | null;
  notes: string | null;
  access_notes: string | null;
  window: RiderWindow | null;
  parcels: RiderParcel[];
  proof: Partial<Record<ProofKind, ProofLevel>>;
  pin_check: PinCheck | null;
}

export interface RiderStop {
  id: string;
  position: number;
  trip: number;
  kind: string;
  lon: number;
  lat: number;
  label: string;
  window: RiderWindow | null;
  planned_arrival: string;
  planned_departure: string;
  /** pending, arrived, done or skipped. */
  state: string;
  arrived_at: string | null;
  leg_distance_m: number;
  leg_energy_j: number;
  /** Missing on phones whose day is from before riders walked. */
  walk_s?: number;
  charge_pct: number | null;
  /** The charging station on the way; null at the hub's own charger and at every other stop. */
  station_id: string | null;
  at_hub: boolean;
  load_g: number;
  orders: RiderOrder[];
}

export interface RiderRoute {
  id: string;
  state: string;
  revision: number;
  starts_at: string;
  ends_at: string;
  distance_m: number;
  left_m: number;
  energy_left_j: number;
  /** The way to each stop as polyline6; empty where nothing is driven. */
  legs: string[];
  stops: RiderStop[];
}

export interface FailureReason {
  code: string;
  label: string;
  /** reattempt, hold or return: what happens by itself afterwards. */
  next: string;
  photo: ProofLevel;
  text_required: boolean;
  /** Where it can happen: delivery (a return's pickup too), collection. */
  at: string[];
}

export interface SuccessCode {
  code: string;
  label: string;
  kind: "delivery" | "return" | "collection";
  photo: ProofLevel;
}

export interface RiderToday {
  rider: { id: string; name: string };
  service_date: string;
  hub: { id: string; name: string; address: string; lon: number; lat: number; timezone: string };
  shift: {
    id: string;
    starts_at: string;
    ends_at: string;
    break_start: string | null;
    break_end: string | null;
    break_s: number;
  } | null;
  vehicle: {
    id: string;
    name: string;
    kind: string;
    kind_label: string;
    battery_wh: number | null;
    charge_pct: number | null;
    spare_batteries: number;
  } | null;
  duty: { on: boolean; on_break: boolean; started_at: string | null };
  route: RiderRoute | null;
  routes_done: number;
  failure_reasons: FailureReason[];
  success_codes: SuccessCode[];
  clock: { now: string; factor: number; running: boolean };
}

export interface RiderEvent {
  id: string;
  type: string;
  device_time: string;
  counter: number;
  offset_s: number;
  route_id?: string;
  stop_id?: string;
  order_id?: string;
  data: Record<string, unknown>;
  lon?: number;
  lat?: number;
  battery_pct?: number;
}

export interface EventVerdict {
  id: string | null;
  state: "applied" | "duplicate" | "conflict" | "rejected";
  code: string | null;
  detail: string | null;
}

export interface PositionPoint {
  device_time: string;
  lon: number;
  lat: number;
  accuracy_m?: number;
  speed_mps?: number;
  heading_deg?: number;
  battery_pct?: number;
}

export interface ProofUpload {
  event_id: string;
  order_id: string;
  kind: "photo" | "signature";
  sha256: string;
  captured_at: string;
}

function proofForm(proof: ProofUpload, file: Blob): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(proof)) form.append(name, value);
  form.append("file", file, proof.kind === "photo" ? "photo.jpg" : "signature.png");
  return form;
}

export const rider = {
  signInWithCode: (code: string) => http.post<{ token: string; me: Me }>("/v1/sessions/rider", { code }),
  today: (signal?: AbortSignal) => http.get<RiderToday>("/v1/rider/today", undefined, signal),
  tell: (events: readonly RiderEvent[], device: string) =>
    http.post<{ results: EventVerdict[] }>("/v1/rider/events", { events, device }),
  uploadProof: (proof: ProofUpload, file: Blob) =>
    http.upload<{ id: string }>("/v1/rider/proofs", proofForm(proof, file)),
  positions: (points: readonly PositionPoint[]) =>
    http.post<{ stored: number; duplicates: number }>("/v1/positions", { points }),
};
