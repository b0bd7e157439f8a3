/**
 * The shapes that the web reads and writes. This is the only file that knows them: once
 * `generated.ts` exists, each name here becomes an alias of a generated schema.
 */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Organisation {
  id: string;
  kind: string;
  name: string;
  timezone: string;
  currency: string;
}

export interface Person {
  id: string;
  name: string;
  email: string | null;
}

export interface Me {
  person: Person | null;
  organisation: Organisation;
  operator: Organisation | null;
  roles: string[];
  permissions: string[];
  rider_id?: string | null;
}

export interface Session {
  token: string;
  me: Me;
}

export interface SignInCode {
  code: string;
  url: string;
  qr_svg: string;
  expires_at: string;
}

export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
  revoked_at: string | null;
}

export interface NewApiKey {
  secret: string;
  key: ApiKey;
}

export interface Job {
  id: string;
  kind: string;
  state: "pending" | "processing" | "finished" | "error";
  progress: number;
  message: string;
  result: Record<string, unknown> | null;
  error: { code?: string; title?: string; detail?: string } | null;
}

export interface Hub {
  id: string;
  name: string;
  code: string;
  address: string;
  lon: number;
  lat: number;
  timezone: string;
  opens: string;
  closes: string;
}

export interface MapInfo {
  name: string;
  bounds: [number, number, number, number];
  center: [number, number];
  pmtiles_url: string;
  attribution: string;
  built_at: string;
}

export interface Candidate {
  label: string;
  street: string | null;
  number: string | null;
  postcode: string | null;
  city: string | null;
  lon: number;
  lat: number;
  precision: "house" | "street" | "place" | string;
  score: number;
}

export interface VehicleKind {
  code: string;
  label: string;
  payload_g: number;
  volume_ml: number;
  battery_wh: number | null;
}

export interface Vehicle {
  id: string;
  hub_id: string;
  name: string;
  kind: string;
  payload_g: number;
  volume_ml: number;
  parcels_max: number;
  battery_wh: number | null;
  spare_batteries: number;
  active: boolean;
}

export interface Rider {
  id: string;
  person_id: string;
  hub_id: string;
  name: string;
  skills: string[];
}

export interface Shift {
  id: string;
  rider_id: string;
  vehicle_id: string;
  hub_id: string;
  date: string;
  starts_at: string;
  ends_at: string;
  break_start: string | null;
  break_end: string | null;
  break_s: number;
}

/** One measured or derived value with where it comes from and when it was true. */
export interface Sourced<T> {
  value: T;
  source: string;
  at: string;
}

export interface VehicleState {
  vehicle_id: string;
  position: Sourced<{ lon: number; lat: number }> | null;
  charge: Sourced<number> | null;
  load: Sourced<number> | null;
}

export interface TimeWindow {
  start: string | null;
  end: string | null;
}

export interface Order {
  id: string;
  reference: string;
  kind: "delivery" | "return";
  status: string;
  hub_id: string | null;
  date: string | null;
  window: TimeWindow | null;
  merchant: { id: string; name: string } | null;
  recipient: { name: string; phone: string | null; email: string | null };
  address: { line: string; postcode: string | null; city: string | null; country: string | null };
  lon: number | null;
  lat: number | null;
  match_quality: number | null;
  match_precision: string | null;
  in_review: boolean;
  review_code: string | null;
  weight_g: number;
  volume_ml: number;
  parcel_count: number;
  needs: string[];
  proof: string[];
  notes: string | null;
  access_notes: string | null;
  source: string;
  carrier: "own" | "partner" | null;
  created_at: string;
}

export interface Parcel {
  id: string;
  barcode: string;
  n: number;
  weight_g: number;
  volume_ml: number;
  state: string | null;
}

export interface OrderDetail extends Order {
  parcels: Parcel[];
}

export interface NewOrder {
  reference: string;
  kind: "delivery" | "return";
  hub_id?: string;
  date?: string;
  address: { line: string; postcode?: string; city?: string; country?: string };
  recipient: { name: string; phone?: string; email?: string };
  window?: { start: string; end: string };
  weight_kg?: number;
  volume_l?: number;
  parcels?: number;
  needs?: string[];
  notes?: string;
  access_notes?: string;
}

export interface OrderEvent {
  seq: number;
  type: string;
  at: string;
  data: Record<string, unknown>;
  actor: string | null;
}

export interface Attempt {
  id: string;
  n: number;
  outcome: string;
  reason: string | null;
  device_time: string;
  received_at: string;
  lon: number | null;
  lat: number | null;
  proofs: { id: string; kind: string; captured_at: string; late: boolean; file_url: string | null }[];
}

export interface Charge {
  id: string;
  price_cents: number;
  currency: string;
  lines: { label: string; amount_cents: number }[];
  rate_card: string;
  created_at: string;
}

export interface Emission {
  co2e_mg: number;
  baseline_mg: number;
  saved_mg: number;
  edition: string;
  method_version: string;
}

export interface Message {
  id: string;
  kind: string;
  channel: string;
  address: string;
  state: string;
  sent_at: string | null;
  created_at: string;
}

export interface TrackingLink {
  url: string;
  expires_at: string;
}

export interface ImportSummary {
  id: string;
  filename: string;
  encoding: string | null;
  rows_total: number;
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
  created_at: string;
}

export interface ImportRow {
  row: number;
  outcome: string;
  order_id: string | null;
  reference?: string | null;
  errors: { column: string | null; code: string; detail: string }[];
}

export interface ImportDetail extends ImportSummary {
  rows: ImportRow[];
}

export interface PlanTotals {
  routes: number;
  orders: number;
  left_out: number;
  distance_m: number;
  duration_s: number;
  energy_wh: number;
  cost_cents: number;
  co2e_mg: number | null;
}

export interface LeftOut {
  order_id: string;
  reference: string;
  code: string;
  reason: string;
}

export interface PlanSummary {
  id: string;
  hub_id: string;
  service_date: string;
  revision: number;
  state: string;
  checked: boolean;
  created_at: string;
}

export interface Plan extends PlanSummary {
  seed: number;
  budget_s: number;
  totals: PlanTotals;
  timings: Record<string, number>;
  left_out: LeftOut[];
}

export interface RouteStop {
  id: string;
  position: number;
  trip: number;
  kind: string;
  lon: number;
  lat: number;
  label: string;
  window: TimeWindow | null;
  planned_arrival: string;
  planned_departure: string;
  eta: string | null;
  arrived_at?: string | null;
  departed_at?: string | null;
  state: string;
  orders: { order_id: string; reference: string; outcome: string | null }[];
  charge_pct: number | null;
  load_g: number | null;
}

export interface Route {
  id: string;
  plan_id: string;
  hub_id: string;
  service_date: string;
  state: string;
  revision: number;
  vehicle: { id: string; name: string; kind: string; payload_g?: number; battery_wh?: number | null };
  rider: { id: string; name: string } | null;
  starts_at: string;
  ends_at: string;
  distance_m: number;
  duration_s: number;
  energy_j: number;
  cost_cents: number;
  stops: RouteStop[];
  /** One encoded polyline (six decimals) per leg between consecutive stops. */
  legs: string[];
}

export interface Position {
  rider_id: string;
  route_id: string | null;
  vehicle_id: string | null;
  lon: number;
  lat: number;
  heading_deg: number | null;
  speed_mps: number | null;
  battery_pct: number | null;
  device_time: string;
}

export interface ReleaseResult {
  released: string[];
  blocked: { route_id: string; code: string; detail: string }[];
}

export interface Share {
  n: number;
  of: number;
  low: number | null;
  high: number | null;
}

export interface DayReport {
  hub_id: string;
  date: string;
  orders: { total: number; delivered: number; failed: number; open: number };
  failed_by_reason: { code: string; label: string; n: number }[];
  windows_kept: Share;
  first_attempt: Share;
  by_vehicle_kind: {
    kind: string;
    label: string;
    routes: number;
    delivered: number;
    distance_m: number;
    energy_wh: number;
    co2e_mg: number;
  }[];
  distance_m: number;
  energy_wh: number;
  cost_cents: number;
  cost_per_delivery_cents: number | null;
  revenue_cents: number;
  co2e_mg: number;
  co2e_per_delivery_mg: number | null;
  baseline_mg: number;
  saved_mg: number;
  baseline_label: string;
  currency: string;
}
