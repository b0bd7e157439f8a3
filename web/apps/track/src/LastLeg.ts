import "./lastLeg.css";
import type { RecipientState } from "@pannier/api";
import type { Bounds } from "@pannier/core";
import { DispatchMap, type MapHandlers } from "@pannier/map/controller";
import { ageInWords, frameOf, groundIn, outgrows, sceneOf } from "./leg.ts";

const AGE_EVERY_MS = 10_000;
const PATIENCE_MS = 20_000;
// Room for the signs themselves, and for the buttons on the right.
const PADDING_PX = { top: 52, bottom: 56, left: 52, right: 80 };
const night = window.matchMedia("(prefers-color-scheme: dark)");
const theme = () => (night.matches ? "dark" : "light");

/** Draw the last leg and wait until it can be seen; rejects when it cannot. */
export function openLastLeg(place: HTMLElement, state: RecipientState): Promise<LastLeg> {
  return new Promise((done, fail) => {
    const leg = new LastLeg(place, state, () => {
      clearTimeout(timer);
      done(leg);
    });
    const timer = setTimeout(() => {
      leg.remove();
      fail(new Error("The map was not drawn in time."));
    }, PATIENCE_MS);
  });
}

/**
 * The rider's way to the door on our own map. Its element carries `data-map-idle` and answers the event
 * `pannier:map-ask`, as every map here does.
 */
export class LastLeg {
  readonly #map: DispatchMap;
  readonly #age = made("p", "leg-map__age");
  readonly #both: HTMLButtonElement;
  readonly #timer: ReturnType<typeof setInterval>;
  #state: RecipientState;
  #aheadMs = 0;
  #shown: Bounds | null = null;
  #moved = false;

  constructor(place: HTMLElement, state: RecipientState, onDrawn: () => void) {
    this.#state = state;
    const base = groundIn(place.dataset.ground);
    const box = made("div", "pn-map__canvas");
    box.dataset.mapCanvas = "";
    this.#both = button("Show both", "", () => this.#frameAgain());
    this.#both.hidden = true;
    this.#age.hidden = true;
    const frame = made("div", "pn-map leg-map");
    const zoom = made("div", "leg-map__zoom");
    frame.append(box, this.#age, this.#both, zoom);
    place.replaceChildren(frame);
    const handlers: MapHandlers = {
      onPick: () => undefined,
      onHover: () => undefined,
      onMoved: () => this.#handOver(),
      onIdle: () => {
        frame.dataset.mapIdle = "true";
        onDrawn();
      },
    };
    const options = { label: "Map of the way to your door", theme: theme(), cooperative: true } as const;
    this.#map = new DispatchMap(box, base, options, handlers);
    zoom.append(
      button("Zoom in", "+", () => this.#zoomBy(1)),
      button("Zoom out", "−", () => this.#zoomBy(-1)),
    );
    box.addEventListener("pannier:map-ask", (event) =>
      Object.assign((event as CustomEvent<object>).detail, this.#map.drawn()),
    );
    night.addEventListener("change", () => this.#map.setTheme(theme()));
    this.#timer = setInterval(() => this.#draw(), AGE_EVERY_MS);
    this.update(state);
  }

  /** Show the newest state; the rider glides there. */
  update(state: RecipientState): void {
    this.#state = state;
    this.#aheadMs = Date.parse(state.now) - Date.now();
    this.#draw();
    const wanted = frameOf(state);
    if (wanted && !this.#moved && outgrows(wanted, this.#shown)) this.#frame(wanted);
  }

  remove(): void {
    clearInterval(this.#timer);
    this.#map.destroy();
  }

  #draw(): void {
    const nowMs = Date.now() + this.#aheadMs;
    this.#map.show(sceneOf(this.#state, nowMs));
    const { rider } = this.#state;
    this.#age.textContent = rider ? ageInWords(rider.at, nowMs) : "";
    this.#age.hidden = this.#age.textContent === "";
  }

  #frame(bounds: Bounds): void {
    this.#shown = bounds;
    this.#map.fit(bounds, PADDING_PX);
  }

  #frameAgain(): void {
    this.#moved = false;
    this.#both.hidden = true;
    const wanted = frameOf(this.#state);
    if (wanted) this.#frame(wanted);
  }

  /** From now on the view is the person's. */
  #handOver(): void {
    this.#moved = true;
    this.#both.hidden = false;
  }

  #zoomBy(step: number): void {
    this.#handOver();
    this.#map.zoomBy(step);
  }
}

function made(tag: string, classes: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = classes;
  return element;
}

function button(label: string, sign: string, press: () => void): HTMLButtonElement {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "leg-map__button";
  element.textContent = sign || label;
  if (sign) element.setAttribute("aria-label", label);
  element.addEventListener("click", press);
  return element;
}
