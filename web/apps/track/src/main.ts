/** The island on the recipient's page, which asks for it when the rider sets out on the leg to the door. */
import type { RecipientState } from "@pannier/api";
import type { LastLeg } from "./LastLeg.ts";

/** Look before the map is loaded, so that phones without WebGL 2 do not load it for nothing. */
function canDraw(): boolean {
  const gl = document.createElement("canvas").getContext("webgl2");
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return gl !== null;
}

/** Draw the last leg in `place`; rejects where there is no map to be had, so that the strip stays. */
export async function showLastLeg(place: HTMLElement, state: RecipientState): Promise<LastLeg> {
  if (!canDraw()) throw new Error("This browser cannot draw maps.");
  const { openLastLeg } = await import("./LastLeg.ts");
  return openLastLeg(place, state);
}
