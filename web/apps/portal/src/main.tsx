import "./portal.css";
import { start } from "@pannier/app";
import { messages } from "../../../locales/portal/en.po";
import { App } from "./App.tsx";

start(<App />, messages);
