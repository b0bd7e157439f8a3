/** Names for what the API gives and takes, all read off the generated types by path. */
import type { paths } from "./generated.ts";

type Methods = "get" | "post" | "patch";
type Json<R> = R extends { content: { "application/json": infer Body } } ? Body : never;
type Success<Responses> = {
  [Status in keyof Responses]: Status extends 200 | 201 | 202 ? Json<Responses[Status]> : never;
}[keyof Responses];

/** What a call answers when it succeeds. */
type Answer<Path extends keyof paths, Method extends Methods> = paths[Path][Method] extends {
  responses: infer R;
}
  ? Success<R>
  : never;
/** What a call takes as its JSON body. */
type Body<Path extends keyof paths, Method extends Methods> = paths[Path][Method] extends {
  requestBody: { content: { "application/json": infer B } };
}
  ? B
  : never;

export type Me = Answer<"/v1/me", "get">;
export type Session = Answer<"/v1/sessions", "post">;
export type ApiKey = Answer<"/v1/api-keys", "get">[number];
export type NewApiKey = Answer<"/v1/api-keys", "post">;
export type PhoneCode = Answer<"/v1/riders/{rider_id}/sign-in-codes", "post">;
export type Job = Answer<"/v1/jobs/{job_id}", "get">;

export type Hub = Answer<"/v1/hubs", "get">[number];
export type MapInfo = Answer<"/v1/map", "get">;
/** What the recipient's page knows; `rider` and `you` only while the rider is on the leg to the door. */
export type RecipientState = Answer<"/t/{token}/state", "get">;

export type VehicleKind = Answer<"/v1/vehicle-kinds", "get">[number];
export type Vehicle = Answer<"/v1/vehicles", "get">[number];
export type NewVehicle = Body<"/v1/vehicles", "post">;
export type VehicleChange = Body<"/v1/vehicles/{vehicle_id}", "patch">;
export type Station = Answer<"/v1/charging-stations", "get">[number];
export type NewStation = Body<"/v1/charging-stations", "post">;
export type StationChange = Body<"/v1/charging-stations/{station_id}", "patch">;
export type Rider = Answer<"/v1/riders", "get">[number];
export type Shift = Answer<"/v1/shifts", "get">[number];
export type NewShift = Body<"/v1/shifts", "post">;
export type VehicleState = Answer<"/v1/vehicle-states", "get">[number];

export type Merchant = Answer<"/v1/merchants", "get">[number];
export type Order = Answer<"/v1/orders", "get">["items"][number];
export type OrderDetail = Answer<"/v1/orders/{order_id}", "get">;
export type NewOrder = Body<"/v1/orders", "post">;
export type OrderChange = Body<"/v1/orders/{order_id}", "patch">;
export type OrderFilter = NonNullable<paths["/v1/orders"]["get"]["parameters"]["query"]>;
export type OrderStatus = NonNullable<NonNullable<OrderFilter["status"]>[number]>;
export type OrderEvent = Answer<"/v1/orders/{order_id}/events", "get">[number];
export type Candidate = Answer<"/v1/orders/{order_id}/candidates", "get">[number];
/** Which address of an order: the recipient's, or the one where it is collected. */
export type OrderEnd = NonNullable<Body<"/v1/orders/{order_id}/location", "post">["end"]>;
export type NewLocation = Body<"/v1/orders/{order_id}/location", "post">;
export type Allocation = Answer<"/v1/orders/{order_id}/allocation", "get">;
export type ParcelHistory = Answer<"/v1/parcels/{barcode}", "get">;
export type ParcelPlace = Answer<"/v1/hubs/{hub_id}/parcels", "get">["items"][number];
export type NewScan = Body<"/v1/scans", "post">;
export type ScanResult = Answer<"/v1/scans", "post">["results"][number];
export type Offer = Answer<"/v1/offers", "get">["items"][number];
export type NewOutcome = Body<"/v1/orders/{order_id}/outcomes", "post">;
export type Attempt = Answer<"/v1/orders/{order_id}/attempts", "get">[number];
export type OrderCharge = Answer<"/v1/orders/{order_id}/charge", "get">;
export type OrderEmission = Answer<"/v1/orders/{order_id}/emission", "get">;

export type ImportJob = Answer<"/v1/imports", "post">;
export type ImportSummary = Answer<"/v1/imports", "get">["items"][number];
export type ImportReport = Answer<"/v1/imports/{import_id}", "get">;
export type ImportRow = ImportReport["rows"][number];

export type PlanSummary = Answer<"/v1/plans", "get">[number];
export type Plan = Answer<"/v1/plans/{plan_id}", "get">;
export type Route = Answer<"/v1/routes", "get">[number];
export type RouteStop = Route["stops"][number];
export type ReleaseResult = Answer<"/v1/plans/{plan_id}/release", "post">;
export type ReleaseRequest = Body<"/v1/plans/{plan_id}/release", "post">;

export type Eta = Answer<"/v1/etas", "get">[number];
export type Position = Answer<"/v1/positions/latest", "get">[number];
export type DayReport = Answer<"/v1/reports/day", "get">;
export type Rate = DayReport["first_attempt"];

/** The sums of a plan; the API gives them as figures by name. */
export interface PlanTotals {
  /** Parts of the cost by name, only those that are not zero; plans made before they were told have none. */
  cost_parts_cents?: Readonly<Record<string, number>>;
  orders: number;
  planned: number;
  left_out: number;
  routes: number;
  distance_m: number;
  duration_s: number;
  energy_wh: number;
  cost_cents: number;
  currency: string;
}

/** A message to a recipient; `state` is queued, sent or failed. */
export interface Message {
  id: string;
  kind: string;
  channel: string;
  subject: string;
  state: string;
  created_at: string;
  sent_at: string | null;
  error: string | null;
}
