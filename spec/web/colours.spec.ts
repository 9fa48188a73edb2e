import { readFileSync } from "node:fs";
import { expect } from "chai";

const TOKENS = readFileSync(new URL("../../../web/styles/tokens.css", import.meta.url), "utf8");

/** Least contrast of ordinary text in WCAG 2.2, success criterion 1.4.3 (AA). */
const TEXT = 4.5;
/** Least contrast of borders that show where a field is, success criterion 1.4.11. */
const SHAPE = 3;

const GRADES = ["grade-a", "grade-b", "grade-c", "grade-d", "grade-f"];

/** Which colour stands on which, and how far apart they must be. */
const PAIRS: readonly (readonly [string, string, number])[] = [
  ...["ground", "surface", "sunken", "accent-soft", "good-soft", "warning-soft", "danger-soft"].flatMap(
    (under) =>
      [
        ["ink", under, TEXT],
        ["ink-soft", under, TEXT],
      ] as const,
  ),
  ...["ground", "surface", "sunken", "accent-soft"].map((under) => ["accent", under, TEXT] as const),
  ...["ground", "surface"].flatMap(
    (under) =>
      [
        ["accent-strong", under, TEXT],
        ["line-strong", under, SHAPE],
      ] as const,
  ),
  ["on-accent", "accent", TEXT],
  ["on-accent", "accent-strong", TEXT],
  ["ink-soft", "line", TEXT],
  ["grade-f", "danger-soft", TEXT],
  ...GRADES.map((grade) => ["on-grade", grade, TEXT] as const),
  ...GRADES.flatMap(
    (grade) =>
      [
        ["surface", grade, SHAPE],
        ["ground", grade, SHAPE],
      ] as const,
  ),
  ...["grade-a", "grade-c", "grade-d", "grade-f"].flatMap(
    (tone) =>
      [
        [tone, "surface", TEXT],
        [tone, "sunken", TEXT],
      ] as const,
  ),
];

describe("colours", () => {
  const [light = "", dark = ""] = TOKENS.split("@media screen and (prefers-color-scheme: dark)");
  for (const [scheme, css] of [
    ["light", light],
    ["dark", dark],
  ] as const) {
    const tokens = new Map(
      [...css.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value]),
    );
    it(`keep text readable and shapes visible in ${scheme}`, () => {
      const tooClose = PAIRS.filter(
        ([over, under, least]) => contrast(tokens.get(over), tokens.get(under)) < least,
      );
      expect(tooClose).to.deep.equal([]);
    });
  }

  it("are measured as WCAG defines contrast", () => {
    // Black on white is 21:1 by definition; #767676 on white is the well-known 4.54:1.
    expect(contrast("#000000", "#ffffff")).to.equal(21);
    expect(contrast("#767676", "#ffffff")).to.be.closeTo(4.54, 0.005);
  });
});

/** WCAG 2.2 contrast ratio of two `#rrggbb` colours. */
function contrast(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) throw new Error("a colour is missing from tokens.css");
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
