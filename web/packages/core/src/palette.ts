/** The mark of a route: a letter and a colour; the letter alone is enough to tell routes apart. */
export interface RouteMark {
  letter: string;
  /** Colour on light backgrounds; white text on it reads at ≥ 4.5:1. */
  light: string;
  /** Colour on dark backgrounds; near-black text on it reads at ≥ 4.5:1. */
  dark: string;
}

// Ordered so that neighbours differ in lightness as well as hue, for readers who see fewer hues.
const COLOURS: readonly (readonly [light: string, dark: string])[] = [
  ["#0b5fb3", "#62b0ff"],
  ["#b93a00", "#ff9466"],
  ["#00695c", "#3fd0b9"],
  ["#6f2f99", "#cda2f0"],
  ["#8a6100", "#e6c04f"],
  ["#b01f63", "#ff86b9"],
  ["#37474f", "#b4c1c9"],
  ["#00698a", "#5ccdf0"],
  ["#3f6b12", "#a5d664"],
  ["#7a3b1c", "#dea07f"],
  ["#3a3fb0", "#a3a8ff"],
  ["#9c1c1c", "#ff8f8f"],
];

/** The mark of the route at `position` (0-based) in a plan; letters go on A…Z, AA, AB…. */
export function routeMark(position: number): RouteMark {
  const [light, dark] = COLOURS[position % COLOURS.length] ?? ["#37474f", "#b4c1c9"];
  return { letter: letterOf(position), light, dark };
}

function letterOf(position: number): string {
  const last = String.fromCharCode(65 + (position % 26));
  return position < 26 ? last : letterOf(Math.floor(position / 26) - 1) + last;
}

/** Relative luminance contrast of two #rrggbb colours (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
