import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { default as Ajv } from "ajv-draft-04";
import { expect } from "chai";
import { z } from "zod";
import { assembleReport } from "../../../analyzer/assembleReport.js";
import { renderSarif } from "../../../analyzer/formats/sarif.js";
import { fileWith, inputOf, plainFunction } from "../grading/facts.js";
import { ODD_PATH, sampleReport } from "./sampleReport.js";

/** OASIS' schema, as a package of Microsoft's carries it. */
const schemaFile = createRequire(import.meta.url).resolve(
  "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json",
);
const validate = new Ajv.default({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(
  JSON.parse(readFileSync(schemaFile, "utf8")),
);

const result = z.object({
  ruleId: z.string(),
  ruleIndex: z.number(),
  level: z.string(),
  message: z.object({ text: z.string() }),
  locations: z
    .array(
      z.object({
        physicalLocation: z.object({
          artifactLocation: z.object({ uri: z.string() }),
          region: z.object({ startLine: z.number(), endLine: z.number() }),
        }),
      }),
    )
    .length(1),
  partialFingerprints: z.record(z.string(), z.string()),
});
const log = z.object({
  runs: z
    .array(
      z.object({
        tool: z.object({ driver: z.object({ rules: z.array(z.object({ id: z.string() })) }) }),
        invocations: z.array(
          z.object({
            toolExecutionNotifications: z
              .array(z.object({ message: z.object({ text: z.string() }) }))
              .optional(),
          }),
        ),
        results: z.array(result),
      }),
    )
    .length(1),
});

function runOf(text: string): z.infer<typeof log>["runs"][number] {
  const [run] = log.parse(JSON.parse(text)).runs;
  if (run === undefined) throw new Error("no run");
  return run;
}

describe("renderSarif", () => {
  it("is valid against the schema of SARIF 2.1.0, with findings and without", () => {
    for (const report of [sampleReport(), assembleReport(inputOf([]))]) {
      validate(JSON.parse(renderSarif(report)));
      expect(validate.errors).to.equal(null);
    }
    // What is not SARIF is refused, so that the check above can fail.
    expect(validate({ version: "2.1.0" })).to.equal(false);
  });

  it("gives each finding its rule, level and place; what is found in tests is a note", () => {
    const { results, tool } = runOf(renderSarif(sampleReport()));
    const seen = results.map(({ ruleId, level, locations }) => [
      ruleId,
      level,
      locations[0]?.physicalLocation.artifactLocation.uri,
      locations[0]?.physicalLocation.region.startLine,
    ]);
    const odd = "src/a%7Cb%20%231%20%5Bx%5D(y)%20%60q%60%20%C3%A9.ts";
    expect(seen).to.deep.equal([
      ["function-parameters", "note", "ledger.test.ts", 1],
      ["function-cyclomatic", "error", "ledger.ts", 12],
      ["function-nesting", "error", "ledger.ts", 12],
      ["function-parameters", "note", odd, 1],
      ["function-parameters", "note", odd, 1],
    ]);
    expect(decodeURIComponent(odd)).to.equal(ODD_PATH);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).to.equal(ruleId);
  });

  it("P12 makes no link of a path that a message quotes", () => {
    const report = sampleReport();
    const says = (message: string) =>
      runOf(
        renderSarif({
          ...report,
          files: report.files.map((file) => ({
            ...file,
            findings: file.findings.map((finding) => ({ ...finding, message })),
          })),
        }),
      ).results[0]?.message.text;
    // SARIF 2.1.0, 3.11.6: brackets and backslashes that mean themselves have a backslash before them.
    expect(says("the same as at a\\b[x](//evil.example).ts:1")).to.equal(
      "the same as at a\\\\b\\[x\\](//evil.example).ts:1",
    );
    // Without what would be a link, paths such as those of routes stay as they are.
    expect(says("the same as at app/[slug]/page.tsx:1")).to.equal("the same as at app/[slug]/page.tsx:1");
  });

  it("fingerprints findings by what they are about, so that they stay the same when lines move", () => {
    const at = (startLine: number) =>
      runOf(
        renderSarif(
          assembleReport(inputOf([fileWith("a.ts", [plainFunction({ arity: 9, startLine, endLine: 80 })])])),
        ),
      ).results[0]?.partialFingerprints;
    expect(at(3)).to.deep.equal(at(30));
    const all = runOf(renderSarif(sampleReport())).results.map((one) =>
      JSON.stringify(one.partialFingerprints),
    );
    expect(new Set(all).size).to.equal(all.length);
  });

  it("keeps the 25,000 dearest findings that GitHub accepts, and says how many are left out", () => {
    const functions = Array.from({ length: 25_003 }, (_, index) =>
      plainFunction({
        name: `f${index}`,
        startLine: index + 1,
        endLine: index + 1,
        arity: index < 3 ? 5 : 9,
      }),
    );
    const { results, invocations } = runOf(
      renderSarif(assembleReport(inputOf([fileWith("a.ts", functions)]))),
    );
    expect(results.length).to.equal(25_000);
    // The three with five parameters are the cheapest.
    expect(results[0]?.locations[0]?.physicalLocation.region.startLine).to.equal(4);
    expect(invocations[0]?.toolExecutionNotifications?.[0]?.message.text).to.match(
      /^3 findings of lower debt/,
    );
  });
});
