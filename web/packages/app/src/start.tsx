import "@pannier/ui/base.css";
import type { Messages } from "@lingui/core";
import { restoreTheme, Words } from "@pannier/ui";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./query.ts";

/** Put an app on its page; `messages` is its own catalogue. */
export function start(app: ReactNode, messages: Messages): void {
  restoreTheme();
  const root = document.getElementById("app");
  if (!root) throw new Error("The page has no element with the id “app”.");
  createRoot(root).render(
    <StrictMode>
      <Words language="en" messages={messages}>
        <QueryClientProvider client={createQueryClient()}>{app}</QueryClientProvider>
      </Words>
    </StrictMode>,
  );
}
