import "./portal.css";
import { start } from "@pannier/app";
import { App } from "./App.tsx";

start(<App />);
