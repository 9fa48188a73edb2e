import { expect } from "chai";
import { sumMinutes, sumsByRule } from "../../web/receiptSums.js";

const item = (rule: string, minutes: number) => ({
  path: "a.ts",
  line: 1,
  rule,
  subject: "f",
  value: 1,
  minutes,
  baseMinutes: 0,
  minutesPerUnit: 1,
  firstThreshold: 0,
});

describe("receipt sums", () => {
  it("lose no hundredth", () => {
    // In binary floating point 0.1 + 0.2 is 0.30000000000000004 and ten times 0.1 is 0.9999999999999999.
    expect(sumMinutes([0.1, 0.2])).to.equal(0.3);
    expect(sumMinutes(Array.from({ length: 10 }, () => 0.1))).to.equal(1);
    expect(sumMinutes([])).to.equal(0);
  });

  it("stand per rule, most expensive first, equal ones by name", () => {
    const items = [item("b", 1.5), item("c", 10), item("a", 3), item("b", 1.5)];
    expect(sumsByRule(items)).to.deep.equal([
      { rule: "c", findings: 1, minutes: 10 },
      { rule: "a", findings: 1, minutes: 3 },
      { rule: "b", findings: 2, minutes: 3 },
    ]);
  });
});
