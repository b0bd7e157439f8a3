import {
  ApiProblem,
  type FeedState,
  fleet,
  type HubDay,
  openStream,
  type Position,
  planning,
  type Route,
  tracking,
} from "@pannier/api";
import {
  type LiveNews,
  newsOf,
  patchPositions,
  patchRoutes,
  readRoutes,
  useMay,
  withEtas,
} from "@pannier/app";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useDay } from "../day.tsx";

const routesKey = (day: HubDay) => ["routes", day.hub_id, day.date];
const positionsKey = (hubId: string) => ["positions", hubId];

/** Routes of the day with their stops; for those who may follow them, with the expected times. */
export function useRoutes() {
  const mayFollow = useMay()("live:read");
  const { hub, date } = useDay();
  const day = { hub_id: hub?.id ?? "", date };
  return useQuery({
    queryKey: routesKey(day),
    queryFn: async () => {
      const [routes, etas] = await Promise.all([
        planning.routes(day),
        mayFollow ? tracking.etas(day) : Promise.resolve([]),
      ]);
      return withEtas(readRoutes(routes), etas);
    },
    enabled: Boolean(hub),
    staleTime: 60_000,
  });
}

export function usePositions() {
  const may = useMay();
  const { hub, isToday } = useDay();
  return useQuery({
    queryKey: positionsKey(hub?.id ?? ""),
    queryFn: () => tracking.latest(hub?.id ?? ""),
    enabled: Boolean(hub) && isToday && may("live:read"),
    staleTime: 60_000,
  });
}

export function useVehicleStates() {
  const { hub } = useDay();
  return useQuery({
    queryKey: ["vehicle-states", hub?.id],
    queryFn: () => fleet.states(hub?.id ?? ""),
    enabled: Boolean(hub),
    refetchInterval: 20_000,
  });
}

// At 60 times real speed events come in swarms: they are taken over together, a few times a second.
const BATCH_MS = 250;

function takeOver(client: QueryClient, day: HubDay, news: readonly LiveNews[]): void {
  client.setQueryData<Route[]>(routesKey(day), (routes) => routes && patchRoutes(routes, news));
  client.setQueryData<Position[]>(positionsKey(day.hub_id), (positions) =>
    patchPositions(positions ?? [], news),
  );
  if (news.some((one) => one.type === "route")) {
    void client.invalidateQueries({ queryKey: routesKey(day) });
  }
  if (news.some((one) => one.type === "route" || one.type === "stop")) lookAtProposals(client);
}

const PROPOSALS_MS = 2000;
let looking: ReturnType<typeof setTimeout> | null = null;

/** What riders do may contradict a proposal: whether it stands is asked for anew, once for all that comes in a moment. */
function lookAtProposals(client: QueryClient): void {
  if (looking !== null) return;
  looking = setTimeout(() => {
    looking = null;
    void client.invalidateQueries({ queryKey: ["proposals"] });
  }, PROPOSALS_MS);
}

/** Follow the live stream of the hub; returns the state of the line and since when. */
export function useLiveFeed(): { state: FeedState; sinceMs: number } {
  const client = useQueryClient();
  const { hub, date, isToday } = useDay();
  const [feed, setFeed] = useState<{ state: FeedState; sinceMs: number }>({
    state: "connecting",
    sinceMs: Date.now(),
  });
  const hubId = hub?.id;
  const mayFollow = useMay()("live:read");
  useEffect(() => {
    if (!hubId || !isToday || !mayFollow) return;
    let waiting: LiveNews[] = [];
    const timer = setInterval(() => {
      if (waiting.length === 0) return;
      takeOver(client, { hub_id: hubId, date }, waiting);
      waiting = [];
    }, BATCH_MS);
    const close = openStream(tracking.liveUrl(hubId), {
      onEvent: ({ type, data }) => {
        const news = newsOf(type, data);
        if (news) waiting.push(news);
      },
      onState: (state) =>
        setFeed((before) => (before.state === state ? before : { state, sinceMs: Date.now() })),
      onRefused: (error) => {
        if (error instanceof ApiProblem && error.signedOut) client.setQueryData(["me"], null);
      },
    });
    return () => {
      clearInterval(timer);
      close();
    };
  }, [client, hubId, date, isToday, mayFollow]);
  return feed;
}
