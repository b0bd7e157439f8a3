import "@pannier/ui/base.css";
import "./driver.css";
import "./screens.css";
import { Words } from "@pannier/ui/words";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { messages } from "../../../locales/driver/en.po";
import { App } from "./App.tsx";
import { takeCode } from "./accounts/SignIn.tsx";
import { RiderApp } from "./base/app.ts";
import { AppProvider } from "./base/context.tsx";
import { applySettings } from "./base/settings.ts";
import { shellFiles } from "./base/shell.ts";
import { fetchScreens } from "./screens.ts";

applySettings();
const linkCode = takeCode();
const place = document.getElementById("app");
if (!place) throw new Error("The page has no element with the id “app”.");
const root = createRoot(place);
const app = await RiderApp.open(linkCode !== null);
root.render(
  <StrictMode>
    <Words language="en" messages={messages}>
      <AppProvider app={app}>
        <App linkCode={linkCode} />
      </AppProvider>
    </Words>
  </StrictMode>,
);
setTimeout(fetchScreens, 1500);
void shellFiles.register(() => app.updateIsReady());
