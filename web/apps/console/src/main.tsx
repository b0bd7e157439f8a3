import "./console.css";
import { start } from "@pannier/app";
import { messages } from "../../../locales/console/en.po";
import { App } from "./App.tsx";

start(<App />, messages);
