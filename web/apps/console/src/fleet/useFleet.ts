import { fleet } from "@pannier/api";
import { useQuery } from "@tanstack/react-query";
import { useDay } from "../day.tsx";

/** Vehicles of the chosen hub, riders of all, shifts of the chosen hub and day. */
export function useFleet() {
  const { hub, date } = useDay();
  const day = { hub_id: hub?.id ?? "", date };
  return {
    kinds: useQuery({
      queryKey: ["vehicle-kinds"],
      queryFn: fleet.kinds,
      staleTime: Number.POSITIVE_INFINITY,
    }),
    vehicles: useQuery({
      queryKey: ["vehicles"],
      queryFn: fleet.vehicles,
      select: (all) => all.filter((vehicle) => vehicle.hub_id === hub?.id),
    }),
    stations: useQuery({ queryKey: ["charging-stations"], queryFn: fleet.stations }),
    riders: useQuery({ queryKey: ["riders"], queryFn: fleet.riders }),
    shifts: useQuery({ queryKey: ["shifts", day], queryFn: () => fleet.shifts(day), enabled: Boolean(hub) }),
  };
}
