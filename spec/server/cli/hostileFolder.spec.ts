import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { temporaryHome } from "../../support/installation.js";
import { sealgrade } from "./terminal.js";

/** Everything but line ends that moves a cursor, begins a command or turns the direction of writing. */
const ACTS_ON_TERMINAL = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const ESCAPE = "\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e";
/** 13 decisions: enough for a finding, which shows the name. */
const BRANCHES = Array.from({ length: 13 }, (_, at) => `  if (a === ${at}) b();`).join("\n");

describe("sealgrade grade on a folder that means harm", function () {
  this.timeout(60_000);
  let home = "";
  let folder = "";
  const victim = () => path.join(home, "victim");

  beforeEach(() => {
    home = temporaryHome();
    folder = path.join(home, "code");
    mkdirSync(folder);
    writeFileSync(victim(), "precious");
    writeFileSync(path.join(folder, "a.js"), `const o = {\n"${ESCAPE}": function (a) {\n${BRANCHES}\n}};\n`);
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  for (const format of ["text", "json"]) {
    it(`P12 prints nothing as ${format} that acts on the terminal, whatever names and settings hold`, async () => {
      writeFileSync(path.join(folder, `${ESCAPE}.js`), "x();\n");
      writeFileSync(
        path.join(folder, ".sealgrade.yml"),
        `"a\\e[31m\\u009b\\u202e": 1\nthresholds: "\\e]0;x\\a"\n`,
      );
      const { status, stdout, stderr } = await sealgrade("grade", folder, "--format", format);
      expect([status, stderr]).to.deep.equal([0, ""]);
      expect(stdout).to.contain("a.js");
      expect(stdout).to.not.match(ACTS_ON_TERMINAL);
    });
  }

  it("P12 does not write the report through a link that the folder put in its place", async () => {
    symlinkSync(victim(), path.join(folder, "report.json"));
    const out = path.join(folder, "report.json");
    const { status, stderr } = await sealgrade("grade", folder, "--format", "json", "--out", out);
    expect(status).to.equal(2);
    expect(stderr).to.contain("symbolic link");
    expect(readFileSync(victim(), "utf8")).to.equal("precious");
  });

  it("P12 does not write it through a linked folder either", async () => {
    mkdirSync(path.join(home, "elsewhere"));
    symlinkSync(path.join(home, "elsewhere"), path.join(folder, "out"));
    const out = path.join(folder, "out", "report.json");
    expect((await sealgrade("grade", folder, "--out", out)).status).to.equal(2);
    expect(existsSync(path.join(home, "elsewhere", "report.json"))).to.equal(false);
  });

  it("writes it into the folder, beside it, and over an earlier one", async () => {
    mkdirSync(path.join(folder, "out"));
    for (const out of [
      path.join(folder, "out", "r.txt"),
      path.join(home, "r.txt"),
      path.join(home, "r.txt"),
    ]) {
      expect((await sealgrade("grade", folder, "--out", out)).status).to.equal(0);
      expect(readFileSync(out, "utf8")).to.match(/^Grade /);
    }
  });
});
