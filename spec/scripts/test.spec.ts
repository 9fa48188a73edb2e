import path from "node:path";
import { expect } from "chai";
import { type PlantedProject, plantProject, readProjectFile, runProgram } from "./plantedProject.js";

const SUPPORT = {
  "spec/support/summary.ts": readProjectFile("spec/support/summary.ts"),
  "spec/support/unavailable.ts": readProjectFile("spec/support/unavailable.ts"),
  "analyzer/pool/process.ts": "export {};\n",
  "analyzer/pool/thread.ts": "export {};\n",
  "server/cli/brief.ts": "export {};\n",
  "web/styles/main.css": "p { color: red; }\n",
};

const PASSING = 'describe("good", () => { it("passes", () => {}); });\n';

const MIXED = `
import { unavailable } from "../support/unavailable.js";
describe("mixed", () => {
  it("passes", () => {});
  it("fails", () => { throw new Error("on purpose"); });
  it("cannot run", function () { unavailable(this, "no FUSE: the device is missing"); });
  it.skip("is skipped without a word", () => {}); // which the runner must report
  describe("around a hook", () => {
    before(function () { unavailable(this, "no sshd"); });
    it("first", () => {});
    it("second", () => {});
  });
});
`;

describe("scripts/test", () => {
  let project: PlantedProject;
  afterEach(() => project.remove());

  /** Exit code and what stdout ends with; the counts of this very run must not leak into the planted one. */
  async function runSpecs(files: Readonly<Record<string, string>>, ...args: string[]) {
    project = plantProject({ ...SUPPORT, ...files }).withScripts();
    const env = { ...process.env, SPEC_LOOPS: "" };
    const ended = await runProgram(
      process.execPath,
      [path.join(project.folder, "scripts/test.mjs"), ...args],
      { env },
    );
    return { code: ended.code, lines: ended.stdout.trimEnd().split("\n") };
  }

  it("ends with the counts alone on the last line, and with exit code 0 when every spec passed", async () => {
    const { code, lines } = await runSpecs({ "spec/area/good.spec.ts": PASSING });
    expect(lines.at(-1)).to.equal("1 passed, 0 failed, 0 skipped");
    expect(code).to.equal(0);
  });

  it("counts a silent skip as a failure and names what this machine could not run", async () => {
    const { code, lines } = await runSpecs({ "spec/area/mixed.spec.ts": MIXED });
    expect(lines.at(-1)).to.equal("1 passed, 2 failed, 3 skipped");
    expect(code).to.equal(1);
    expect(lines).to.include("Skipped without a reason, counted as failed: mixed is skipped without a word");
    expect(lines).to.include("  mixed cannot run: no FUSE: the device is missing");
    expect(lines).to.include("  mixed around a hook: no sshd");
  });

  it("fails when no spec ran", async () => {
    const { code, lines } = await runSpecs({ "spec/area/good.spec.ts": PASSING }, "--grep", "no such title");
    expect(lines.at(-1)).to.equal("0 passed, 1 failed, 0 skipped");
    expect(code).to.equal(1);
  });

  it("fails when the specs end the process early", async () => {
    const dying = 'describe("dying", () => { it("exits", () => process.exit(0)); });\n'; // must not look like a run that passed
    const { code, lines } = await runSpecs({ "spec/area/dying.spec.ts": dying });
    expect(lines.at(-1)).to.equal("0 passed, 1 failed, 0 skipped");
    expect(code).to.equal(1);
  });

  it("runs the one spec file it is given and, under --long, says that loops are full", async () => {
    const files = { "spec/area/good.spec.ts": PASSING, "spec/area/mixed.spec.ts": MIXED };
    const { code, lines } = await runSpecs(files, "--long", "spec/area/good.spec.ts");
    expect(lines.at(-1)).to.equal("1 passed, 0 failed, 0 skipped");
    expect(lines).to.include("Loops: full (SPEC_LOOPS; npm run test:long runs them in full)");
    expect(code).to.equal(0);
  });
});
