import { useLingui } from "@lingui/react/macro";
import { useFormat } from "@pannier/ui";

export interface Promised {
  date?: string | null;
  window?: { start?: string | null; end?: string | null } | null;
  on_demand_times?: {
    leave_by: string;
    deliver_by: string;
    leave_within_min: number;
    deliver_within_min: number;
  } | null;
}

/** What was promised to the recipient, in words: an open side or a missing window is said, never dashed. */
export function usePromiseWords() {
  const { t } = useLingui();
  const format = useFormat();
  const windowWords = ({ window, on_demand_times: soon }: Promised): string => {
    if (soon) return t`on demand, by ${format.time(soon.deliver_by)}`;
    if (window?.start && window.end) return format.window(window);
    if (window?.start) return t`from ${format.time(window.start)}`;
    if (window?.end) return t`until ${format.time(window.end)}`;
    return t`any time`;
  };
  const soonWords = (soon: NonNullable<Promised["on_demand_times"]>): string =>
    t`on demand, leaves by ${format.time(soon.leave_by)} (within ${soon.leave_within_min} min), there by ${format.time(soon.deliver_by)} (within ${soon.deliver_within_min} min)`;
  const words = (promised: Promised): string => {
    if (!promised.date) return t`no day yet`;
    const soon = promised.on_demand_times;
    return `${format.day(promised.date)}, ${soon ? soonWords(soon) : windowWords(promised)}`;
  };
  return { windowWords, words };
}
