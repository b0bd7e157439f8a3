/** Names for what the API gives and takes, all read off the generated types by path. */
import type { paths } from "./generated.ts";

type Methods = "get" | "post" | "patch" | "put";
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
export type HubChange = Body<"/v1/hubs/{hub_id}", "patch">;
export type NewHub = Body<"/v1/hubs", "post">;
export type MapInfo = Answer<"/v1/map", "get">;
/** What the recipient's page knows; `rider` and `you` only while the rider is on the leg to the door. */
export type RecipientState = Answer<"/t/{token}/state", "get">;

export type VehicleKind = Answer<"/v1/vehicle-kinds", "get">[number];
export type Vehicle = Answer<"/v1/vehicles", "get">[number];
export type NewVehicle = Body<"/v1/vehicles", "post">;
export type VehicleChange = Body<"/v1/vehicles/{vehicle_id}", "patch">;
export type Zone = Answer<"/v1/zones", "get">[number];
export type NewZone = Body<"/v1/zones", "post">;
export type ZoneChange = Body<"/v1/zones/{zone_id}", "patch">;
export type BlockedStreet = Answer<"/v1/blocked-streets", "get">[number];
export type NewBlockedStreet = Body<"/v1/blocked-streets", "post">;
export type Station = Answer<"/v1/charging-stations", "get">[number];
export type NewStation = Body<"/v1/charging-stations", "post">;
export type StationChange = Body<"/v1/charging-stations/{station_id}", "patch">;
export type Charger = Answer<"/v1/hubs/{hub_id}/charger", "get">;
export type GridHours = Answer<"/v1/grid-hours", "get">;
export type NewGridHours = Body<"/v1/grid-hours", "put">;
export type Rider = Answer<"/v1/riders", "get">[number];
export type RiderChange = Body<"/v1/riders/{rider_id}", "patch">;
export type OnDemandRules = Answer<"/v1/hubs/{hub_id}/on-demand-rules", "get">;
export type OnDemandRulesChange = Partial<Body<"/v1/hubs/{hub_id}/on-demand-rules", "patch">>;
export type OnDemandDay = Answer<"/v1/on-demand", "get">;
export type OnDemandOrder = OnDemandDay["orders"][number];
export type ShiftChange = Body<"/v1/shifts/{shift_id}", "patch">;
export type FleetRules = Answer<"/v1/fleet-rules", "get">;
export type FleetRulesChange = Body<"/v1/fleet-rules", "patch">;
export type KindCosts = Answer<"/v1/vehicle-costs", "get">[number];
export type NewKindCosts = Body<"/v1/vehicle-costs/{vehicle_kind}", "put">;
export type Shift = Answer<"/v1/shifts", "get">[number];
export type NewShift = Body<"/v1/shifts", "post">;
export type VehicleState = Answer<"/v1/vehicle-states", "get">[number];

export type Merchant = Answer<"/v1/merchants", "get">[number];
export type Order = Answer<"/v1/orders", "get">["items"][number];
export type OrderDetail = Answer<"/v1/orders/{order_id}", "get">;
export type OwnOrganisation = Answer<"/v1/organisation", "get">;
export type OrganisationChange = Body<"/v1/organisation", "patch">;
export type TrafficHours = Answer<"/v1/traffic", "get">[number];
export type GoodsClass = Answer<"/v1/goods-classes", "get">[number];
/** A question for windows at an address, and its answer. */
export type NewQuote = Body<"/v1/quotes", "post">;
export type Quote = Answer<"/v1/quotes", "post">;
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
export type PlanSearch = Answer<"/v1/plans/searches", "get">[number];
export type WhyHere = Answer<"/v1/stops/{stop_id}/why", "get">;
export type PlanWishes = Partial<
  Pick<Body<"/v1/plans", "post">, "promise_target" | "reserve_target" | "choices">
>;
export type SeveralHubsRequest = Pick<
  Body<"/v1/plans/several", "post">,
  "hub_ids" | "date" | "budget_s" | "assign" | "seed"
>;
export type PlannedHub = Answer<"/v1/plans/several/{several_id}", "get">["hubs"][number];
export type Endurance = NonNullable<Plan["endurance"]>;
export type Proposal = Answer<"/v1/proposals/{proposal_id}", "get">;
/** What shall stay of an order's stop. */
export type LockWish = Partial<Body<"/v1/orders/{order_id}/lock", "put">>;
export type NewProposal = Partial<Body<"/v1/proposals", "post">> &
  Pick<Body<"/v1/proposals", "post">, "hub_id" | "date" | "operation">;
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
  /** Parts of what is paid by name, only those that are not zero; plans made before they were told have none. */
  cost_parts_cents?: Readonly<Record<string, number>>;
  /** What counts besides for the search and nobody pays, in all and by its parts. */
  weights_cents: number;
  weight_parts_cents: Readonly<Record<string, number>>;
  work_time?: readonly { shift_id: string; rider_id: string; words: string }[];
  strange_stops?: number;
  walked_s?: number;
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
