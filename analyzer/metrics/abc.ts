/** Length of the vector of assignments, branches and conditions, rounded to two decimals. */
export function magnitudeOf(a: number, b: number, c: number): number {
  return Math.round(Math.sqrt(a * a + b * b + c * c) * 100) / 100;
}
