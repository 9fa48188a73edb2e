import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import {
  makeTemporaryFolder,
  sweepTemporaryFolders,
} from "../../../../server/intake/sandbox/temporaryFolder.js";

describe("sweepTemporaryFolders", () => {
  let parent = "";
  const before = process.env["TMPDIR"];
  beforeEach(() => {
    parent = mkdtempSync(path.join(tmpdir(), "sealgrade-spec-"));
    process.env["TMPDIR"] = parent;
  });
  afterEach(() => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    rmSync(parent, { recursive: true, force: true });
  });

  it("P08 removes what a killed process left, and nothing of living ones or of others", async () => {
    const module = path.resolve(import.meta.dirname, "../../../../server/intake/sandbox/temporaryFolder.js");
    const script = `const { makeTemporaryFolder } = await import(${JSON.stringify(module)}); console.log(makeTemporaryFolder()); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { TMPDIR: parent },
    });
    const left = String((await once(child.stdout, "data"))[0]).trim();
    const own = makeTemporaryFolder();
    const foreign = path.join(parent, "somebody-elses");
    mkdirSync(foreign);
    sweepTemporaryFolders();
    expect(existsSync(left), "its owner lives").to.equal(true);
    child.kill("SIGKILL");
    await once(child, "exit");
    sweepTemporaryFolders();
    expect([left, own, foreign].map((folder) => existsSync(folder))).to.deep.equal([false, true, true]);
  });
});
