import { spawnSync } from "node:child_process";
import { expect } from "chai";

const analyzer = new URL("../../analyzer/index.js", import.meta.url);

/** The packages a process loads that imports the analyzer and runs `code` on it. */
function packagesLoadedBy(code: string): string[] {
  const script = `
    import { registerHooks } from "node:module";
    const packages = new Set();
    registerHooks({
      load(url, context, next) {
        const name = /\\/node_modules\\/([^/]+)/.exec(url)?.[1];
        if (name !== undefined) packages.add(name);
        return next(url, context);
      },
    });
    const analyzer = await import("${analyzer}");
    ${code}
    console.log([...packages].sort().join(" "));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  expect(stderr).to.equal("");
  return stdout.trim().split(" ");
}

describe("the analyzer's public face", () => {
  it("loads no package before one is needed", () => {
    expect(packagesLoadedBy("await analyzer.readSettings({});")).to.deep.equal([""]);
  });

  it("loads what reads settings for a settings file", () => {
    const code = "await analyzer.readSettings({ sealgradeYml: Buffer.from('exclude: [a]') });";
    expect(packagesLoadedBy(code)).to.deep.equal(["yaml", "zod"]);
  });

  it("loads the parser for whoever parses in its own thread", () => {
    const code = "await analyzer.createAnalyzer({ grammarFolder: '/' });";
    expect(packagesLoadedBy(code)).to.deep.equal(["web-tree-sitter"]);
  });
});
