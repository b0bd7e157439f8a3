/** Label fonts from our own build; without them MapLibre would ask another server for glyphs. */

import italic from "@fontsource/noto-sans/files/noto-sans-latin-400-italic.woff2?url";
import regular from "@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2?url";
import medium from "@fontsource/noto-sans/files/noto-sans-latin-500-normal.woff2?url";
import italicExt from "@fontsource/noto-sans/files/noto-sans-latin-ext-400-italic.woff2?url";
import regularExt from "@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff2?url";
import mediumExt from "@fontsource/noto-sans/files/noto-sans-latin-ext-500-normal.woff2?url";

const LATIN = ["U+0000-00FF", "U+2000-206F"];
const LATIN_EXT = ["U+0100-02AF", "U+1E00-1EFF"];

const face = (latin: string, extended: string) => [
  { url: new URL(latin, location.href).href, "unicode-range": LATIN },
  { url: new URL(extended, location.href).href, "unicode-range": LATIN_EXT },
];

export const fontFaces = () => ({
  "Noto Sans Regular": face(regular, regularExt),
  "Noto Sans Medium": face(medium, mediumExt),
  "Noto Sans Italic": face(italic, italicExt),
});
