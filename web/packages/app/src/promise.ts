import { useLingui } from "@lingui/react/macro";
import { useFormat } from "@pannier/ui";

export interface Promised {
  date?: string | null;
  window?: { start?: string | null; end?: string | null } | null;
}

/** What was promised to the recipient, in words: an open side or a missing window is said, never dashed. */
export function usePromiseWords() {
  const { t } = useLingui();
  const format = useFormat();
  const windowWords = ({ window }: Promised): string => {
    if (window?.start && window.end) return format.window(window);
    if (window?.start) return t`from ${format.time(window.start)}`;
    if (window?.end) return t`until ${format.time(window.end)}`;
    return t`any time`;
  };
  const words = (promised: Promised): string =>
    promised.date ? `${format.day(promised.date)}, ${windowWords(promised)}` : t`no day yet`;
  return { windowWords, words };
}
