import { type Hub, places } from "@pannier/api";
import { useClock, useFormat } from "@pannier/ui";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

export interface Day {
  hub: Hub | null;
  hubs: readonly Hub[];
  date: string;
  isToday: boolean;
  /** False until it is known which hubs there are. */
  isReady: boolean;
  setHub: (id: string) => void;
  setDate: (date: string) => void;
}

const DayContext = createContext<Day | null>(null);

/** The hub and the service day that all pages look at. */
export function useDay(): Day {
  const day = useContext(DayContext);
  if (!day) throw new Error("Wrap the page in <DayProvider>.");
  return day;
}

const useHubs = () => useQuery({ queryKey: ["hubs"], queryFn: places.hubs, staleTime: 300_000 });

export function DayProvider({ children }: { children: ReactNode }) {
  const format = useFormat();
  const clock = useClock();
  const { data: hubs = [], isPending } = useHubs();
  const [hubId, setHub] = useState<string | null>(null);
  const [chosen, setDate] = useState<string | null>(null);
  const today = format.serviceDay(clock.nowMs());
  const date = chosen ?? today;
  const day = useMemo<Day>(
    () => ({
      hub: hubs.find((hub) => hub.id === hubId) ?? hubs[0] ?? null,
      hubs,
      date,
      isToday: date === today,
      isReady: !isPending,
      setHub,
      setDate: (next) => setDate(next === today ? null : next),
    }),
    [hubs, hubId, date, today, isPending],
  );
  return <DayContext value={day}>{children}</DayContext>;
}

/** Move a date YYYY-MM-DD by whole days. */
export function shiftDate(date: string, days: number): string {
  const at = new Date(`${date}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}
