/** A difference with its sign, as people write it: +1.20 €, −3 min, ±0 g. */
export function signed(difference: number, write: (amount: number) => string): string {
  const sign = difference > 0 ? "+" : difference < 0 ? "−" : "±";
  return `${sign}${write(Math.abs(difference))}`;
}
