import { expect } from "chai";
import { z } from "zod";
import { renderCodeClimate } from "../../../analyzer/formats/codeClimate.js";
import { ODD_PATH, sampleReport } from "./sampleReport.js";

/** What GitLab's code-quality widget requires, and what Code Climate's specification allows in it. */
const issues = z.array(
  z.strictObject({
    type: z.literal("issue"),
    check_name: z.string().min(1),
    description: z.string().min(1),
    categories: z.array(z.enum(["Complexity", "Duplication"])).length(1),
    severity: z.enum(["info", "minor", "major", "critical", "blocker"]),
    remediation_points: z.int(),
    location: z.strictObject({
      path: z.string(),
      lines: z.strictObject({ begin: z.int(), end: z.int() }),
    }),
    fingerprint: z.string().length(64),
  }),
);

describe("renderCodeClimate", () => {
  const found = issues.parse(JSON.parse(renderCodeClimate(sampleReport())));

  it("lists every finding in the form that GitLab reads, with unique fingerprints", () => {
    expect(found.length).to.equal(5);
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).to.equal(5);
  });

  it("gives severity, place and points; what is found in tests is information", () => {
    // Nesting 8 costs 15 + 10 × 4 = 55 minutes: 55 · 50,000 / 60 = 45,833.3
    expect(found.find(({ check_name }) => check_name === "function-nesting")).to.deep.include({
      severity: "critical",
      location: { path: "ledger.ts", lines: { begin: 12, end: 40 } },
      remediation_points: 45_833,
    });
    const inTest = found.find(({ location }) => location.path === "ledger.test.ts");
    expect(inTest?.severity).to.equal("info");
    expect(found.map(({ location }) => location.path)).to.include(ODD_PATH);
  });
});
