import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { sealgrade } from "./terminal.js";

/** Ten calls with their own arguments: a copy of it has more than 64 syntax nodes and 8 code lines. */
const COPIED = `export function publish(queue, item) {\n${Array.from(
  { length: 10 },
  (_, at) => `  queue.push(item.field${at}, ${at}, "to${at}");\n`,
).join("")}  return queue;\n}\n`;
/** Nine parameters: 15 + 2 × (9 − 5) = 23 minutes. */
const WIDE = "def wide(a, b, c, d, e, f, g, h, i):\n    return a\n";
const FILES = {
  ".sealgrade.yml": "subprojects: { service: api, nothing: docs }\n",
  "api/original.js": COPIED,
  "api/deep/simple.js": "export function one() {\n  return 1;\n}\n",
  "lib/zcopy.js": COPIED,
  "lib/wide.py": WIDE,
  "docs/README.md": "# nothing to measure\n",
};

const rows = z.object({
  part: z.object({ kind: z.string(), name: z.string() }).optional(),
  totals: z.object({
    files: z.number(),
    debtMinutes: z.number(),
    debtRatio: z.number().nullable(),
    grade: z.string().nullable(),
    duplicatedLines: z.number(),
  }),
  languages: z.array(z.object({ language: z.string() })),
  files: z.array(
    z.object({
      path: z.string(),
      debtMinutes: z.number(),
      findings: z.array(z.object({ rule: z.string() })),
    }),
  ),
  clones: z.array(z.object({ occurrences: z.array(z.object({ path: z.string() })) })),
});

describe("sealgrade grade of a part", function () {
  this.timeout(60_000);
  let folder = "";
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sealgrade-part-"));
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const grade = (...options: string[]) => sealgrade("grade", folder, ...options);
  async function json(...options: string[]) {
    const { status, stdout, stderr } = await grade("--format", "json", ...options);
    expect([status, stderr], options.join(" ")).to.deep.equal([0, ""]);
    return rows.parse(JSON.parse(stdout));
  }
  const pathsOf = ({ files }: z.infer<typeof rows>) => files.map((file) => file.path);

  it("reports on a folder, a file, a language or a sub-project alone", async () => {
    const api = ["api/deep/simple.js", "api/original.js"];
    expect(pathsOf(await json("--only", "api"))).to.deep.equal(api);
    expect(pathsOf(await json("--only", "./api//"))).to.deep.equal(api);
    expect(pathsOf(await json("--subproject", "service"))).to.deep.equal(api);
    expect(pathsOf(await json("--only", "lib/wide.py"))).to.deep.equal(["lib/wide.py"]);
    expect(pathsOf(await json("--language", "python"))).to.deep.equal(["lib/wide.py"]);
    const python = await json("--language", "python");
    expect(python.part).to.deep.equal({ kind: "language", name: "python" });
    // 2 graded lines stand for 15 minutes: 23 / 15 is above 50 %.
    expect(python.totals).to.include({ files: 1, debtMinutes: 23, debtRatio: 1.533333, grade: "F" });
  });

  it("is the whole report for the graded folder itself", async () => {
    expect((await grade("--only", ".", "--format", "json")).stdout).to.equal(
      (await grade("--format", "json")).stdout,
    );
  });

  it("finds copies in the whole and counts them where they stand", async () => {
    const [whole, api, lib] = [await json(), await json("--only", "api"), await json("--only", "lib")];
    expect(whole.clones).to.have.length(1);
    expect([api.clones, lib.clones]).to.deep.equal([whole.clones, whole.clones]);
    const rulesOf = ({ files }: typeof whole) =>
      files.flatMap(({ findings }) => findings.map((one) => one.rule));
    expect(rulesOf(api)).not.to.include("duplicate-identical");
    expect(rulesOf(lib)).to.include("duplicate-identical");
    // The function's 13 lines, all of them code.
    expect([whole, api, lib].map(({ totals }) => totals.duplicatedLines)).to.deep.equal([13, 0, 13]);
    expect(api.totals.debtMinutes + lib.totals.debtMinutes).to.equal(whole.totals.debtMinutes);
  });

  it("holds --fail-under against the part", async () => {
    expect((await grade("--language", "python", "--fail-under", "D")).status).to.equal(1);
    // The copied function branches ten times: ABC 10 is 10 minutes; 13 + 3 lines stand for 120: 8.33 % is B.
    expect((await grade("--only", "api", "--fail-under", "B")).status).to.equal(0);
    expect((await grade("--only", "api", "--fail-under", "A")).status).to.equal(1);
  });

  it("narrows every format", async () => {
    for (const format of ["text", "markdown", "json", "sarif", "codeclimate"]) {
      const { status, stdout } = await grade("--only", "lib/wide.py", "--format", format);
      expect(status, format).to.equal(0);
      expect(stdout, format).to.include("lib/wide.py").and.not.include("zcopy");
    }
    expect((await grade("--subproject", "service")).stdout).to.match(
      /^Only the sub-project service\nGrade B /,
    );
    const sarif = JSON.parse((await grade("--only", "lib", "--format", "sarif")).stdout);
    expect(sarif.runs[0].properties.part).to.deep.equal({ kind: "folder", name: "lib" });
  });

  for (const [what, options, message] of [
    [
      "two parts",
      ["--only", "api", "--language", "go"],
      "Name one part: --only, --language or --subproject.",
    ],
    [
      "a path that leaves the folder",
      ["--only", "api/../../etc"],
      '--only is a path inside the graded folder and relative to it, not "api/../../etc".',
    ],
    [
      "an absolute path",
      ["--only", "/etc"],
      '--only is a path inside the graded folder and relative to it, not "/etc".',
    ],
    ["an empty path", ["--only="], '--only is a path inside the graded folder and relative to it, not "".'],
    [
      "a folder without measured files",
      ["--only", "docs"],
      'No file at or below "docs" was measured; `sealgrade explain` says why. In the graded folder: "api/", "lib/".',
    ],
    [
      "a folder that is not there, with what stands beside it",
      ["--only", "api/dep/x"],
      'No file at or below "api/dep/x" was measured; `sealgrade explain` says why. In "api": "api/deep/", "api/original.js".',
    ],
    [
      "a language that does not occur",
      ["--language", "Python"],
      'No file in "Python" was measured. Languages: "javascript", "python".',
    ],
    [
      "a sub-project that holds nothing",
      ["--subproject", "nothing"],
      'No file of a sub-project "nothing" was measured. Sub-projects: "service".',
    ],
    [
      "a name that would act on the terminal",
      ["--language", "\u001b[31m"],
      'No file in "\u{FFFD}[31m" was measured. Languages: "javascript", "python".',
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { status, stdout, stderr } = await grade(...options);
      expect([status, stdout, stderr]).to.deep.equal([2, "", `sealgrade: ${message}\n`]);
    });
  }
});
