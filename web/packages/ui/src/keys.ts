import { useEffect } from "react";

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Run `act` when a single key is pressed outside of inputs and without modifiers. */
export function useKey(key: string, act: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== key || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [key, act]);
}

const focusSearch = (): void => document.querySelector<HTMLElement>("[data-slash-focus]")?.focus();

/** `/` goes to the search field of the page. */
export const useSlashFocus = (): void => useKey("/", focusSearch);
