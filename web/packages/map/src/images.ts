/** Icons made on demand: place icons from Maki (CC0), road shields, riders, hubs and doors drawn here. */
const MAKI = import.meta.glob<string>(
  "../../../node_modules/@mapbox/maki/icons/{bakery,bank,bar,beach,bicycle,bus,cafe,cemetery,charging-station,clothing-store,college,convenience,ferry,fire-station,fuel,garden,grocery,harbor,heliport,hospital,library,lodging,marker,museum,park,parking,place-of-worship,police,post,rail,rail-light,restaurant,school,shop,star,swimming,theatre,toilet,town-hall,attraction,stadium,zoo}.svg",
  { query: "?raw", import: "default", eager: true },
);

// Names of the base map's icons that Maki calls otherwise; null draws nothing.
const ALIASES: Readonly<Record<string, string | null>> = {
  books: "library",
  bus_stop: "bus",
  capital: "star",
  clothes: "clothing-store",
  ferry_terminal: "ferry",
  hotel: "lodging",
  marina: "harbor",
  post_office: "post",
  supermarket: "grocery",
  townhall: "town-hall",
  townspot: null,
  train_station: "rail",
  university: "college",
};

export interface Drawn {
  image: ImageData;
  pixelRatio: number;
}

const RATIO = 2;

function canvas(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width * RATIO, height * RATIO).getContext("2d");
  if (!context) throw new Error("This browser cannot draw icons.");
  context.scale(RATIO, RATIO);
  return context;
}

const drawn = (context: OffscreenCanvasRenderingContext2D): Drawn => ({
  image: context.getImageData(0, 0, context.canvas.width, context.canvas.height),
  pixelRatio: RATIO,
});

function makiPath(name: string): string | null {
  const alias = ALIASES[name];
  if (alias === null) return null;
  const file = (alias ?? name).replaceAll("_", "-");
  const svg = Object.entries(MAKI).find(([path]) => path.endsWith(`/${file}.svg`))?.[1];
  // Some files break a path's lines by entities, at which a canvas would stop drawing.
  const lines = svg?.replaceAll(/&#x?[0-9a-f]+;/gi, " ");
  return lines ? [...lines.matchAll(/ d="([^"]+)"/g)].map((found) => found[1]).join(" ") : null;
}

function drawPlace(name: string, dark: boolean): Drawn | null {
  const path = makiPath(name);
  if (!path) return null;
  const context = canvas(19, 19);
  context.translate(2, 2);
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = dark ? "#12181b" : "#ffffff";
  context.stroke(new Path2D(path));
  context.fillStyle = dark ? "#93a39c" : "#5d6b65";
  context.fill(new Path2D(path));
  return drawn(context);
}

function drawShield(id: string): Drawn {
  const characters = Number(/(\d)char/.exec(id)?.[1] ?? 3);
  const context = canvas(10 + 7 * characters, 18);
  context.fillStyle = "#ffffff";
  context.strokeStyle = "#7a8680";
  context.lineWidth = 1.2;
  context.beginPath();
  context.roundRect(1, 1, 8 + 7 * characters, 16, 4);
  context.fill();
  context.stroke();
  return drawn(context);
}

// Glyphs on a 24 grid, the same shapes as the icons of the lists.
const GLYPHS: Readonly<Record<string, string>> = {
  van: "M3 7.5A1.5 1.5 0 0 1 4.5 6H14v10H3V7.5ZM14 9.5h3.5L21 13v3h-7M7 18.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM17 18.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z",
  bike: "M6 18.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM18 18.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM6 15l3.5-7h4l4.5 7M9.5 8H8M12 15 13.5 8l.8-2.5h2.2",
  walker:
    "M13 6.2a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2ZM9 21l2-6 2.5 2L15 21M11 15l-.5-5L13 8.5l2 3 2.5 1M10.5 10 8 11.5 7.5 14",
  hub: "M4 11.5 12 4.5l8 7V20H4v-8.5ZM9 20v-6h6v6",
  station: "M13 3 5.5 13.5H12L11 21l7.5-10.5H12L13 3Z",
};

const SILENT = "#7d8a85";

/** Outline by kind, so that kinds differ without colour: van square, bike round, walker a drop. */
function outline(shape: string): Path2D {
  const path = new Path2D();
  if (shape === "van") path.roundRect(9, 9, 26, 26, 7);
  else if (shape === "walker") {
    path.moveTo(22, 7);
    path.lineTo(36, 22);
    path.lineTo(22, 37);
    path.lineTo(8, 22);
    path.closePath();
  } else path.arc(22, 22, 13.5, 0, Math.PI * 2);
  return path;
}

function drawRider(shape: string, color: string, age: string): Drawn {
  const context = canvas(44, 44);
  const fill = age === "silent" ? SILENT : color;
  const body = outline(shape);
  context.lineJoin = "round";
  context.shadowColor = "rgb(0 0 0 / 0.4)";
  context.shadowBlur = 5;
  context.fillStyle = fill;
  context.fill(body);
  context.shadowColor = "transparent";
  context.strokeStyle = "#ffffff";
  context.lineWidth = 3;
  if (age !== "fresh") context.setLineDash(age === "old" ? [5, 4] : [2, 4]);
  context.stroke(body);
  context.setLineDash([]);
  drawGlyph(context, shape, 22, readable(fill), 0.82);
  return drawn(context);
}

function drawGlyph(
  context: OffscreenCanvasRenderingContext2D,
  name: string,
  middle: number,
  color: string,
  scale: number,
): void {
  context.save();
  context.translate(middle - 12 * scale, middle - 12 * scale);
  context.scale(scale, scale);
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.lineCap = "round";
  context.stroke(new Path2D(GLYPHS[name] ?? GLYPHS.bike));
  context.restore();
}

/** White on dark fills, near-black on light ones. */
function readable(fill: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(fill.slice(at, at + 2), 16)) as [
    number,
    number,
    number,
  ];
  return r * 0.3 + g * 0.59 + b * 0.11 > 150 ? "#0b0f12" : "#ffffff";
}

/** A wedge outside of the rider's outline that shows where it is heading (north up). */
function drawPointer(color: string): Drawn {
  const context = canvas(60, 60);
  context.beginPath();
  context.moveTo(30, 3);
  context.lineTo(38, 13);
  context.lineTo(22, 13);
  context.closePath();
  context.fillStyle = color;
  context.strokeStyle = "#ffffff";
  context.lineWidth = 2;
  context.lineJoin = "round";
  context.fill();
  context.stroke();
  return drawn(context);
}

function drawSite(theme: string, glyph: "hub" | "station"): Drawn {
  const context = canvas(38, 38);
  context.fillStyle = theme === "dark" ? "#e8eeeb" : "#0e1513";
  context.shadowColor = "rgb(0 0 0 / 0.35)";
  context.shadowBlur = 5;
  context.beginPath();
  context.roundRect(4, 4, 30, 30, 9);
  context.fill();
  context.shadowColor = "transparent";
  drawGlyph(context, glyph, 19, theme === "dark" ? "#0b0f12" : "#ffffff", 0.86);
  return drawn(context);
}

/** A pin whose tip stands on the door, with a house in it. */
function drawDoor(theme: string): Drawn {
  const context = canvas(40, 48);
  const body = new Path2D("M20 45 9.6 29.6a14.5 14.5 0 1 1 20.8 0Z");
  context.lineJoin = "round";
  context.shadowColor = "rgb(0 0 0 / 0.4)";
  context.shadowBlur = 5;
  context.fillStyle = theme === "dark" ? "#e8eeeb" : "#0e1513";
  context.fill(body);
  context.shadowColor = "transparent";
  context.strokeStyle = theme === "dark" ? "#0b0f12" : "#ffffff";
  context.lineWidth = 2;
  context.stroke(body);
  context.translate(0, -1.5);
  drawGlyph(context, "hub", 20, theme === "dark" ? "#0b0f12" : "#ffffff", 0.8);
  return drawn(context);
}

/** The sign of a one-way street, pointing along the line. */
function drawArrow(dark: boolean): Drawn {
  const context = canvas(16, 16);
  context.strokeStyle = dark ? "#5a6a72" : "#a4aea9";
  context.lineWidth = 1.6;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.stroke(new Path2D("M3 8h10M9.5 4.5 13 8l-3.5 3.5"));
  return drawn(context);
}

/** Slanted lines that fit together from tile to tile: what is blocked. */
function drawHatch(theme: string): Drawn {
  const context = canvas(8, 8);
  context.strokeStyle = theme === "dark" ? "#ff8a8a" : "#a3121f";
  context.lineWidth = 1.8;
  context.stroke(new Path2D("M-2 10 10-2M-2 2 2-2M6 10 10 6"));
  return drawn(context);
}

/** Draw the image that a layer asks for by id, or null when there is nothing to draw. */
export function drawImage(id: string, dark: boolean): Drawn | null {
  const [kind = "", first = "", second = "", third = ""] = id.split("|");
  if (kind === "rider") return drawRider(first, second, third);
  if (kind === "pointer") return drawPointer(first);
  if (kind === "hub" || kind === "station") return drawSite(first, kind);
  if (kind === "door") return drawDoor(first);
  if (kind === "hatch") return drawHatch(first);
  if (kind === "arrow") return drawArrow(dark);
  return /shield/.test(id) ? drawShield(id) : drawPlace(id, dark);
}
