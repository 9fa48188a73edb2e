import { expect } from "chai";
import { assembleReport } from "../../../analyzer/assembleReport.js";
import { renderJson, renderJsonPieces } from "../../../analyzer/formats/json.js";
import type { Report } from "../../../analyzer/types.js";
import { fileWith, inputOf, plainFunction } from "../grading/facts.js";
import { sampleReport } from "./sampleReport.js";

/** Names that look like the place where the files belong. */
const MISLEADING = ['"files": []', '\n  "files": []', '{\n  "files": [\n', "\n  ]\n}\n"];

function reportOf(count: number): Report {
  const names = (file: number) => MISLEADING.map((name) => plainFunction({ name: `${name} ${file}` }));
  const files = Array.from({ length: count }, (_, file) =>
    fileWith(`${MISLEADING[file % 4]} ${file}.ts`, names(file)),
  );
  return assembleReport(inputOf(files, { skipped: [{ path: '\n  "files": []', reason: "binary" }] }));
}

describe("JSON of a report", () => {
  // Files are written 64 at a time.
  for (const count of [0, 1, 63, 64, 65, 128, 200]) {
    it(`of ${count} files is that of JSON.stringify, with two spaces and one line end`, () => {
      const report = reportOf(count);
      expect(renderJson(report)).to.equal(`${JSON.stringify(report, null, 2)}\n`);
    });
  }

  it("of a part says so where the report does", () => {
    const report = { ...sampleReport(), part: { kind: "folder", name: "src" } } as const;
    expect(renderJson(report)).to.equal(`${JSON.stringify(report, null, 2)}\n`);
  });

  it("comes in pieces that hold a bounded number of files", () => {
    const pieces = [...renderJsonPieces(reportOf(200))];
    expect(pieces.map((piece) => piece.match(/^ {6}"role"/gm)?.length ?? 0)).to.deep.equal([
      0, 64, 64, 64, 8, 0,
    ]);
  });

  it("P12 escapes what acts on a terminal or turns the direction of writing", () => {
    const text = renderJson(
      assembleReport(inputOf([fileWith("a.ts", [plainFunction({ name: "a\u009b\u202e\u2066b" })])])),
    );
    expect(text).to.contain('"name": "a\\u009b\\u202e\\u2066b"');
  });
});
