/** What a scanner or a finger gives, as the barcode that the server knows. */

/** Take symbology marks, the GS1 prefix (00) of an SSCC, separators and spaces away. */
export function cleanBarcode(scanned: string): string {
  const bare = [...scanned]
    .filter((letter) => letter > " ")
    .join("")
    .replace(/^\][A-Za-z]\d/, "")
    .replace(/[()]/g, "")
    .toUpperCase();
  return /^00\d{18}$/.test(bare) ? bare.slice(2) : bare;
}

const LEAST_TYPED = 4;

/** Find the parcel that is meant: the whole code, or its last digits when typed and unambiguous. */
export function matchBarcode(scanned: string, known: readonly string[]): string | null {
  const code = cleanBarcode(scanned);
  const whole = known.find((one) => cleanBarcode(one) === code);
  if (whole) return whole;
  if (code.length < LEAST_TYPED) return null;
  const ending = known.filter((one) => cleanBarcode(one).endsWith(code));
  return ending.length === 1 ? (ending[0] ?? null) : null;
}
