export { type MapHandle, MapView, type MapViewProps } from "./MapView.tsx";
