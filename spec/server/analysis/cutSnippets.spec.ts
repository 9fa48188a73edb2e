import { expect } from "chai";
import fc from "fast-check";
import type { Finding } from "../../../analyzer/types.js";
import { cutSnippets } from "../../../server/analysis/sourceKeeper.js";

const finding = (line: number, endLine: number): Finding => ({
  rule: "function-length",
  severity: "info",
  line,
  endLine,
  subject: "subject",
  value: 1,
  threshold: 1,
  minutes: 1,
  counted: true,
  message: "message",
});
const cut = (text: string, ...findings: Finding[]) =>
  cutSnippets(Buffer.from(text), findings).toString("utf8");

describe("cutSnippets", () => {
  it("keeps the lines of findings where they stand and blanks all others", () => {
    expect(cut("a\nb\nc\nd\n", finding(2, 3))).to.equal("\nb\nc\n\n");
  });

  it("keeps what several findings share once, in whatever order they come", () => {
    expect(cut("a\nb\nc\nd\ne\n", finding(4, 4), finding(1, 2), finding(2, 2))).to.equal("a\nb\n\nd\n\n");
  });

  it("keeps a last line without an end, carriage returns and characters of several bytes", () => {
    expect(cut("ü\r\nb\r\nß", finding(1, 1), finding(3, 3))).to.equal("ü\r\n\nß");
  });

  it("keeps nothing without findings", () => {
    expect(cut("secret\n")).to.equal("\n");
    expect(cut("")).to.equal("");
  });

  it("never lets a line out that is in no finding, and never moves one", () => {
    const line = fc.string({ unit: "grapheme-ascii", minLength: 1 });
    const span = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(5));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.array(span, { maxLength: 5 }), (lines, spans) => {
        const findings = spans.map(([from, more]) => finding(from, from + more));
        const kept = cut(lines.map((text) => `${text}\n`).join(""), ...findings).split("\n");
        const expected = lines.map((text, index) => {
          const inside = spans.some(([from, more]) => from <= index + 1 && index + 1 <= from + more);
          return inside ? text : "";
        });
        expect(kept).to.deep.equal([...expected, ""]);
      }),
    );
  });
});
