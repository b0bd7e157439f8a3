/** Every call the web makes, by the name of what it does. Paths live here and nowhere else. */
import { client, once, take } from "./client.ts";
import { http } from "./http.ts";
import type {
  Charger,
  DayReport,
  FleetRulesChange,
  HubChange,
  LockWish,
  MapInfo,
  Message,
  NewBlockedStreet,
  NewGridHours,
  NewHub,
  NewKindCosts,
  NewLocation,
  NewOrder,
  NewOutcome,
  NewProposal,
  NewQuote,
  NewScan,
  NewShift,
  NewStation,
  NewVehicle,
  NewZone,
  OnDemandRulesChange,
  OrderChange,
  OrderEnd,
  OrderFilter,
  OrganisationChange,
  Plan,
  PlanTotals,
  PlanWishes,
  ReleaseRequest,
  RiderChange,
  SeveralHubsRequest,
  ShiftChange,
  StationChange,
  TrafficHours,
  VehicleChange,
  ZoneChange,
} from "./shapes.ts";

export interface HubDay {
  hub_id: string;
  date: string;
}

export const system = {
  clock: () => take(client.GET("/v1/clock")),
  job: (job_id: string) => take(client.GET("/v1/jobs/{job_id}", { params: { path: { job_id } } })),
};

export const accounts = {
  me: () => take(client.GET("/v1/me")),
  signIn: (email: string, password: string) =>
    take(client.POST("/v1/sessions", { body: { email, password } })),
  signOut: () => take(client.DELETE("/v1/sessions/current")),
  changePassword: (current: string, next: string) =>
    take(client.PUT("/v1/me/password", { body: { current, new: next } })),
  organisation: () => take(client.GET("/v1/organisation")),
  changeOrganisation: (body: OrganisationChange) =>
    take(client.PATCH("/v1/organisation", { body, headers: once() })),
  apiKeys: () => take(client.GET("/v1/api-keys")),
  createApiKey: (body: { name: string; scopes: string[]; days: number | null }) =>
    take(client.POST("/v1/api-keys", { body })),
  revokeApiKey: (key_id: string) =>
    take(client.DELETE("/v1/api-keys/{key_id}", { params: { path: { key_id } } })),
};

export const places = {
  hubs: () => take(client.GET("/v1/hubs")),
  createHub: (body: NewHub) => take(client.POST("/v1/hubs", { body, headers: once() })),
  changeHub: (hub_id: string, body: Partial<HubChange>) =>
    take(
      client.PATCH("/v1/hubs/{hub_id}", {
        params: { path: { hub_id } },
        body: body as HubChange,
        headers: once(),
      }),
    ),
  traffic: () => take(client.GET("/v1/traffic")),
  setTraffic: (hours: TrafficHours[]) => take(client.PUT("/v1/traffic", { body: { hours } })),
  map: (hub_id: string | undefined) =>
    take(client.GET("/v1/map", { params: { query: { hub_id } } })) as Promise<MapInfo>,
};

export const power = {
  changeStation: (station_id: string, charger: Charger) =>
    take(
      client.PATCH("/v1/charging-stations/{station_id}", {
        params: { path: { station_id } },
        body: { charger },
        headers: once(),
      }),
    ),
  hubCharger: (hub_id: string) =>
    take(client.GET("/v1/hubs/{hub_id}/charger", { params: { path: { hub_id } } })),
  setHubCharger: (hub_id: string, body: Charger) =>
    take(client.PUT("/v1/hubs/{hub_id}/charger", { params: { path: { hub_id } }, body })),
  gridHours: () => take(client.GET("/v1/grid-hours")),
  setGridHours: (body: NewGridHours) => take(client.PUT("/v1/grid-hours", { body })),
};

export const zones = {
  list: () => take(client.GET("/v1/zones")),
  create: (body: NewZone) => take(client.POST("/v1/zones", { body, headers: once() })),
  change: (zone_id: string, body: ZoneChange) =>
    take(client.PATCH("/v1/zones/{zone_id}", { params: { path: { zone_id } }, body, headers: once() })),
  remove: (zone_id: string) =>
    take(client.DELETE("/v1/zones/{zone_id}", { params: { path: { zone_id } }, headers: once() })),
};

export const blockedStreets = {
  list: () => take(client.GET("/v1/blocked-streets")),
  block: (body: NewBlockedStreet) => take(client.POST("/v1/blocked-streets", { body, headers: once() })),
  open: (blockage_id: string) =>
    take(
      client.DELETE("/v1/blocked-streets/{blockage_id}", {
        params: { path: { blockage_id } },
        headers: once(),
      }),
    ),
};

export const fleet = {
  kinds: () => take(client.GET("/v1/vehicle-kinds")),
  costs: () => take(client.GET("/v1/vehicle-costs")),
  setCosts: (kind: string, body: NewKindCosts) =>
    take(client.PUT("/v1/vehicle-costs/{vehicle_kind}", { params: { path: { vehicle_kind: kind } }, body })),
  vehicles: () => take(client.GET("/v1/vehicles")),
  createVehicle: (body: NewVehicle) => take(client.POST("/v1/vehicles", { body, headers: once() })),
  changeVehicle: (vehicle_id: string, body: VehicleChange) =>
    take(
      client.PATCH("/v1/vehicles/{vehicle_id}", { params: { path: { vehicle_id } }, body, headers: once() }),
    ),
  stations: () => take(client.GET("/v1/charging-stations")),
  createStation: (body: NewStation) => take(client.POST("/v1/charging-stations", { body, headers: once() })),
  changeStation: (station_id: string, body: StationChange) =>
    take(
      client.PATCH("/v1/charging-stations/{station_id}", {
        params: { path: { station_id } },
        body,
        headers: once(),
      }),
    ),
  riders: () => take(client.GET("/v1/riders")),
  createRider: (name: string, hub_id: string, skills: string[]) =>
    take(client.POST("/v1/riders", { body: { name, hub_id, skills }, headers: once() })),
  changeRider: (rider_id: string, body: RiderChange) =>
    take(client.PATCH("/v1/riders/{rider_id}", { params: { path: { rider_id } }, body, headers: once() })),
  rules: () => take(client.GET("/v1/fleet-rules")),
  changeRules: (body: FleetRulesChange) => take(client.PATCH("/v1/fleet-rules", { body, headers: once() })),
  workTimeRules: () => take(client.GET("/v1/work-time-rules")),
  phoneCode: (rider_id: string) =>
    take(client.POST("/v1/riders/{rider_id}/sign-in-codes", { params: { path: { rider_id } } })),
  shifts: (query: HubDay) => take(client.GET("/v1/shifts", { params: { query } })),
  changeShift: (shift_id: string, body: ShiftChange) =>
    take(client.PATCH("/v1/shifts/{shift_id}", { params: { path: { shift_id } }, body, headers: once() })),
  onDemandRules: (hub_id: string) =>
    take(client.GET("/v1/hubs/{hub_id}/on-demand-rules", { params: { path: { hub_id } } })),
  changeOnDemandRules: (hub_id: string, body: OnDemandRulesChange) =>
    take(
      client.PATCH("/v1/hubs/{hub_id}/on-demand-rules", {
        params: { path: { hub_id } },
        body,
        headers: once(),
      }),
    ),
  createShift: (body: NewShift) => take(client.POST("/v1/shifts", { body, headers: once() })),
  states: (hub_id: string) => take(client.GET("/v1/vehicle-states", { params: { query: { hub_id } } })),
};

export const partners = {
  merchants: () => take(client.GET("/v1/merchants")),
  partners: () => take(client.GET("/v1/partners")),
};

export const goods = {
  classes: () => take(client.GET("/v1/goods-classes")),
};

const ofOrder = (order_id: string) => ({ params: { path: { order_id } } });

export const orders = {
  loadNames: () => take(client.GET("/v1/load-names")),
  list: (query: OrderFilter) => take(client.GET("/v1/orders", { params: { query } })),
  get: (id: string) => take(client.GET("/v1/orders/{order_id}", ofOrder(id))),
  quote: (body: NewQuote) => take(client.POST("/v1/quotes", { body, headers: once() })),
  create: (body: NewOrder) => take(client.POST("/v1/orders", { body, headers: once() })),
  change: (id: string, body: OrderChange) =>
    take(client.PATCH("/v1/orders/{order_id}", { ...ofOrder(id), body, headers: once() })),
  cancel: (id: string, reason: string) =>
    take(client.POST("/v1/orders/{order_id}/cancel", { ...ofOrder(id), body: { reason }, headers: once() })),
  events: (id: string) => take(client.GET("/v1/orders/{order_id}/events", ofOrder(id))),
  candidates: (id: string, end: OrderEnd) =>
    take(
      client.GET("/v1/orders/{order_id}/candidates", {
        params: { path: { order_id: id }, query: { end } },
      }),
    ),
  place: (id: string, body: NewLocation) =>
    take(client.POST("/v1/orders/{order_id}/location", { ...ofOrder(id), body, headers: once() })),
  allocation: (id: string) => take(client.GET("/v1/orders/{order_id}/allocation", ofOrder(id))),
  attempts: (id: string) => take(client.GET("/v1/orders/{order_id}/attempts", ofOrder(id))),
  charge: (id: string) => take(client.GET("/v1/orders/{order_id}/charge", ofOrder(id))),
  emission: (id: string) => take(client.GET("/v1/orders/{order_id}/emission", ofOrder(id))),
  messages: (order_id: string) => http.get<Message[]>("/v1/messages", { order_id }),
  trackingLink: (id: string) => take(client.GET("/v1/orders/{order_id}/tracking-link", ofOrder(id))),
  labelsUrl: (id: string) => `/v1/orders/${id}/labels.pdf`,
};

export const hub = {
  counts: ({ hub_id, date }: HubDay) =>
    take(client.GET("/v1/hubs/{hub_id}/parcels/counts", { params: { path: { hub_id }, query: { date } } })),
  parcels: ({ hub_id, date }: HubDay, state: string) =>
    take(
      client.GET("/v1/hubs/{hub_id}/parcels", {
        params: { path: { hub_id }, query: { date, state, limit: 500 } },
      }),
    ),
  scan: (body: NewScan) => take(client.POST("/v1/scans", { body })),
  routeLabelsUrl: (route_id: string) => `/v1/routes/${route_id}/labels.pdf`,
  parcel: (barcode: string) => take(client.GET("/v1/parcels/{barcode}", { params: { path: { barcode } } })),
};

export const imports = {
  list: () => take(client.GET("/v1/imports", { params: { query: { limit: 500 } } })),
  get: (import_id: string) =>
    take(client.GET("/v1/imports/{import_id}", { params: { path: { import_id } } })),
  reportUrl: (id: string) => `/v1/imports/${id}/report.csv`,
  upload: (file: File, fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", file);
    return take(
      client.POST("/v1/imports", {
        body: form as never,
        bodySerializer: (body: unknown) => body as FormData,
      }),
    );
  },
};

const SEED = 1;

export const planning = {
  request: (day: HubDay, budget_s: number, wishes: PlanWishes = {}) =>
    take(client.POST("/v1/plans", { body: { ...day, budget_s, seed: SEED, ...wishes }, headers: once() })),
  requestSeveral: (body: Omit<SeveralHubsRequest, "seed">) =>
    take(client.POST("/v1/plans/several", { body: { ...body, seed: SEED }, headers: once() })),
  several: (several_id: string) =>
    take(client.GET("/v1/plans/several/{several_id}", { params: { path: { several_id } } })),
  stop: (job_id: string) =>
    take(client.POST("/v1/plans/jobs/{job_id}/stop", { params: { path: { job_id } }, headers: once() })),
  searches: (query: HubDay) => take(client.GET("/v1/plans/searches", { params: { query } })),
  choices: (plan_id: string) =>
    take(client.GET("/v1/plans/{plan_id}/choices", { params: { path: { plan_id } } })),
  choose: (plan_id: string) =>
    take(client.POST("/v1/plans/{plan_id}/choose", { params: { path: { plan_id } }, headers: once() })),
  plans: (query: HubDay) => take(client.GET("/v1/plans", { params: { query } })),
  plan: (plan_id: string) => take(client.GET("/v1/plans/{plan_id}", { params: { path: { plan_id } } })),
  routes: (query: HubDay) => take(client.GET("/v1/routes", { params: { query } })),
  onDemand: (query: HubDay) => take(client.GET("/v1/on-demand", { params: { query } })),
  proposals: (query: HubDay) => take(client.GET("/v1/proposals", { params: { query } })),
  propose: (body: NewProposal) => take(client.POST("/v1/proposals", { body, headers: once() })),
  stopProposal: (job_id: string) =>
    take(client.POST("/v1/proposals/jobs/{job_id}/stop", { params: { path: { job_id } }, headers: once() })),
  proposal: (proposal_id: string) =>
    take(client.GET("/v1/proposals/{proposal_id}", { params: { path: { proposal_id } } })),
  askAgain: (proposal_id: string) =>
    take(
      client.POST("/v1/proposals/{proposal_id}/ask-again", {
        params: { path: { proposal_id } },
        headers: once(),
      }),
    ),
  acceptProposal: (proposal_id: string) =>
    take(
      client.POST("/v1/proposals/{proposal_id}/accept", {
        params: { path: { proposal_id } },
        headers: once(),
      }),
    ),
  discardProposal: (proposal_id: string) =>
    take(
      client.POST("/v1/proposals/{proposal_id}/discard", {
        params: { path: { proposal_id } },
        headers: once(),
      }),
    ),
  lock: (order_id: string, body: LockWish) =>
    take(client.PUT("/v1/orders/{order_id}/lock", { params: { path: { order_id } }, body, headers: once() })),
  why: (stop_id: string) => take(client.GET("/v1/stops/{stop_id}/why", { params: { path: { stop_id } } })),
};

/** The sums of a plan by their names. */
export const totalsOf = (plan: Pick<Plan, "totals">): PlanTotals => plan.totals as unknown as PlanTotals;

export const dispatch = {
  release: (plan_id: string, body: ReleaseRequest) =>
    take(
      client.POST("/v1/plans/{plan_id}/release", { params: { path: { plan_id } }, body, headers: once() }),
    ),
};

export const offers = {
  list: (state: string) => take(client.GET("/v1/offers", { params: { query: { state, limit: 500 } } })),
  accept: (offer_id: string) =>
    take(client.POST("/v1/offers/{offer_id}/accept", { params: { path: { offer_id } }, headers: once() })),
  decline: (offer_id: string) =>
    take(client.POST("/v1/offers/{offer_id}/reject", { params: { path: { offer_id } }, headers: once() })),
  report: (order_id: string, body: NewOutcome) =>
    take(client.POST("/v1/orders/{order_id}/outcomes", { params: { path: { order_id } }, body })),
  failureReasons: () => take(client.GET("/v1/failure-reasons")),
};

export const tracking = {
  latest: (hub_id: string) => take(client.GET("/v1/positions/latest", { params: { query: { hub_id } } })),
  etas: (query: HubDay) => take(client.GET("/v1/etas", { params: { query } })),
  liveUrl: (hubId: string) => `/v1/live?${new URLSearchParams({ hub_id: hubId })}`,
};

export const reports = {
  day: (query: HubDay) => take(client.GET("/v1/reports/day", { params: { query } })) as Promise<DayReport>,
  dayCsvUrl: (day: HubDay) => `/v1/reports/day.csv?${new URLSearchParams({ ...day })}`,
};
