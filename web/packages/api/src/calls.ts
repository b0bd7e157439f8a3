/** Every call the web makes, by the name of what it does. Paths live here and nowhere else. */
import type { ClockReading } from "@pannier/core";
import { http, urlOf } from "./http.ts";
import type * as S from "./shapes.ts";

type Listed<T> = T[] | S.Page<T>;
const itemsOf = <T>(listed: Listed<T>): T[] => (Array.isArray(listed) ? listed : listed.items);
const list = async <T>(
  path: string,
  query?: Record<string, string | number | boolean | undefined>,
): Promise<T[]> => itemsOf(await http.get<Listed<T>>(path, query));

/** A fresh key, so that a POST that is sent again by the network is carried out once. */
const once = () => ({ idempotencyKey: crypto.randomUUID() });

export interface HubDay {
  hub_id: string;
  date: string;
}

export const system = {
  clock: () => http.get<ClockReading>("/v1/clock"),
  job: (id: string) => http.get<S.Job>(`/v1/jobs/${id}`),
};

export const accounts = {
  me: () => http.get<S.Me>("/v1/me"),
  signIn: (email: string, password: string) => http.post<S.Session>("/v1/sessions", { email, password }),
  signOut: () => http.delete("/v1/sessions/current"),
  signInCode: (riderId: string) => http.post<S.SignInCode>(`/v1/riders/${riderId}/sign-in-codes`),
  apiKeys: () => list<S.ApiKey>("/v1/api-keys"),
  createApiKey: (body: { name: string; scopes: string[]; days: number | null }) =>
    http.post<S.NewApiKey>("/v1/api-keys", body),
  revokeApiKey: (id: string) => http.delete(`/v1/api-keys/${id}`),
};

export const places = {
  hubs: () => list<S.Hub>("/v1/hubs"),
  map: () => http.get<S.MapInfo>("/v1/map"),
};

export const fleet = {
  kinds: () => list<S.VehicleKind>("/v1/vehicle-kinds"),
  vehicles: () => list<S.Vehicle>("/v1/vehicles"),
  createVehicle: (body: Partial<S.Vehicle>) => http.post<S.Vehicle>("/v1/vehicles", body, once()),
  changeVehicle: (id: string, body: Partial<S.Vehicle>) => http.patch<S.Vehicle>(`/v1/vehicles/${id}`, body),
  riders: () => list<S.Rider>("/v1/riders"),
  createRider: (body: { name: string; hub_id: string }) => http.post<S.Rider>("/v1/riders", body, once()),
  shifts: (day: HubDay) => list<S.Shift>("/v1/shifts", { ...day }),
  createShift: (body: Partial<S.Shift>) => http.post<S.Shift>("/v1/shifts", body, once()),
  states: (hubId: string) => list<S.VehicleState>("/v1/vehicle-states", { hub_id: hubId }),
};

export interface OrderFilter {
  hub_id?: string;
  date?: string;
  status?: string;
  q?: string;
  in_review?: boolean;
  cursor?: string;
  limit?: number;
}

export const orders = {
  list: (filter: OrderFilter) => http.get<S.Page<S.Order>>("/v1/orders", { ...filter }),
  get: (id: string) => http.get<S.OrderDetail>(`/v1/orders/${id}`),
  create: (body: S.NewOrder) => http.post<S.Order>("/v1/orders", body, once()),
  cancel: (id: string, reason: string) => http.post<S.Order>(`/v1/orders/${id}/cancel`, { reason }, once()),
  events: (id: string) => list<S.OrderEvent>(`/v1/orders/${id}/events`),
  candidates: (id: string) => list<S.Candidate>(`/v1/orders/${id}/candidates`),
  place: (id: string, at: { lon: number; lat: number }) =>
    http.post<S.Order>(`/v1/orders/${id}/location`, at),
  attempts: (id: string) => list<S.Attempt>(`/v1/orders/${id}/attempts`),
  charge: (id: string) => http.get<S.Charge | null>(`/v1/orders/${id}/charge`),
  emission: (id: string) => http.get<S.Emission | null>(`/v1/orders/${id}/emission`),
  messages: (id: string) => list<S.Message>("/v1/messages", { order_id: id }),
  trackingLink: (id: string) => http.get<S.TrackingLink>(`/v1/orders/${id}/tracking-link`),
  labelsUrl: (id: string) => `/v1/orders/${id}/labels.pdf`,
};

export const imports = {
  list: () => list<S.ImportSummary>("/v1/imports"),
  get: (id: string) => http.get<S.ImportDetail>(`/v1/imports/${id}`),
  reportUrl: (id: string) => `/v1/imports/${id}/report.csv`,
  upload: (file: File, fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append("file", file);
    return http.upload<S.Job>("/v1/imports", form);
  },
};

export const planning = {
  request: (day: HubDay, budget_s: number) =>
    http.post<S.Job>("/v1/plans", { ...day, budget_s, seed: 1 }, once()),
  plans: (day: HubDay) => list<S.PlanSummary>("/v1/plans", { ...day }),
  plan: (id: string) => http.get<S.Plan>(`/v1/plans/${id}`),
  routes: (day: HubDay) => list<S.Route>("/v1/routes", { ...day }),
};

export const dispatch = {
  release: (planId: string, body: { route_ids?: string[]; override?: { reason: string } }) =>
    http.post<S.ReleaseResult>(`/v1/plans/${planId}/release`, body, once()),
};

export const tracking = {
  latest: (hubId: string) => list<S.Position>("/v1/positions/latest", { hub_id: hubId }),
  liveUrl: (hubId: string) => urlOf("/v1/live", { hub_id: hubId }),
};

export const reports = {
  day: (day: HubDay) => http.get<S.DayReport>("/v1/reports/day", { ...day }),
  dayCsvUrl: (day: HubDay) => urlOf("/v1/reports/day.csv", { ...day }),
};
