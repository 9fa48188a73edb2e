import { expect } from "chai";
import { type PlantedProject, plantProject } from "./plantedProject.js";

/** A project in order: a file per layer, each importing only what its layer may. */
const HEALTHY = {
  "analyzer/report.ts": "export interface Report { grade: string }\nexport const VERSION = 1;\n",
  "analyzer/index.ts": 'export { VERSION } from "./report.js";\nexport type { Report } from "./report.js";\n',
  "keys/vault.ts": "export interface Vault { open(): void }\nexport const seal = 1;\n",
  "db/models/user.ts": 'import { Sequelize } from "sequelize";\nexport const model = Sequelize;\n',
  "db/users.ts":
    'import type { Vault } from "../keys/vault.js";\nimport { model } from "./models/user.js";\nexport const users = (_: Vault) => model;\n',
  "web/page.tsx":
    'import type { Report } from "../analyzer/index.js";\nexport const page = (report: Report) => <p>{report.grade}</p>;\n',
  "server/intake/git.ts": 'import { spawn } from "node:child_process";\nexport const git = spawn;\n',
  "server/cli/main.ts": [
    'import { VERSION } from "../../analyzer/index.js";',
    'import { seal } from "../../keys/vault.js";',
    'import { users } from "../../db/users.js";',
    'import { page } from "../../web/page.js";',
    'import { git } from "../intake/git.js";',
    "export default [VERSION, seal, users, page, git];",
    "",
  ].join("\n"),
  "spec/page.spec.ts": 'import "../web/page.js";\nimport "chai";\n',
};

/** rule → [file, planted text, what the finding says the file reaches] */
const PLANTED: Record<string, readonly [file: string, text: string, reached: string]> = {
  "no-circular": ["server/ring.ts", 'import "./ring2.js";\nexport const a = 1;\n', "server/ring2.ts"],
  "no-unresolvable": ["server/lost.ts", 'import "./nowhere.js";\nimport "./used.js";\n', "./nowhere.js"],
  "no-orphans": ["server/alone.ts", "export const alone = 1;\n", "server/alone.ts"],
  "analyzer-imports-nothing-of-ours": ["analyzer/bad.ts", 'import "../keys/vault.js";\n', "keys/vault.ts"],
  "keys-imports-nothing-of-ours": ["keys/bad.ts", 'import "../db/users.js";\n', "db/users.ts"],
  "db-imports-keys-only": ["db/bad.ts", 'import "../server/used.js";\n', "server/used.ts"],
  "web-imports-analyzer-only": ["web/bad.ts", 'import "../keys/vault.js";\n', "keys/vault.ts"],
  "nothing-imports-spec": ["server/bad.ts", 'import "../spec/page.spec.js";\n', "spec/page.spec.ts"],
  "web-and-db-take-types-only": [
    "web/value.ts",
    'import { VERSION } from "../analyzer/index.js";\nexport const v = VERSION;\n',
    "analyzer/index.ts",
  ],
  "child-process-only-in-intake": ["server/shell.ts", 'import "node:child_process";\n', "child_process"],
  "sequelize-only-in-db": ["server/query.ts", 'import "sequelize";\n', "sequelize"],
  "models-are-private-to-db": ["server/model.ts", 'import "../db/models/user.js";\n', "db/models/user.ts"],
  "no-dev-dependency-at-run-time": ["server/dev.ts", 'import "chai";\n', "chai"],
};

const SUPPORT = {
  "server/ring2.ts": 'import "./ring.js";\nexport const b = 1;\n',
  "server/used.ts": "export const used = 1;\n",
};

describe("checkLayers", () => {
  const projects: PlantedProject[] = [];
  const plant = (files: Readonly<Record<string, string>>) => {
    const project = plantProject(files);
    projects.push(project);
    return project;
  };
  after(() => {
    for (const project of projects) project.remove();
  });

  it("accepts a project in which every layer keeps to its rules", async () => {
    expect(await plant(HEALTHY).run("checkLayers.mjs")).to.deep.equal({ code: 0, lines: [] });
  });

  it("fails on a project without source files", async () => {
    const { code, lines } = await plant({ "docs/readme.md": "# Nothing\n" }).run("checkLayers.mjs");
    expect(code).to.equal(1);
    expect(lines).to.deep.equal(["There is no source file to look at."]);
  });

  it("fails on every source file dependency-cruiser does not see", async () => {
    const blind = "module.exports = { forbidden: [], options: { exclude: { path: '^server/' } } };\n";
    const project = plant({ ...HEALTHY, ".dependency-cruiser.cjs": blind });
    const { code, lines } = await project.run("checkLayers.mjs");
    expect(code).to.equal(1);
    expect(lines.filter((line) => line.endsWith("did not see it"))).to.deep.equal([
      "server/cli/main.ts: dependency-cruiser did not see it",
      "server/intake/git.ts: dependency-cruiser did not see it",
    ]);
  });

  describe("finds a planted violation of", () => {
    let lines: string[] = [];
    before(async () => {
      const bad = Object.fromEntries(Object.values(PLANTED).map(([file, text]) => [file, text]));
      const result = await plant({ ...HEALTHY, ...SUPPORT, ...bad }).run("checkLayers.mjs");
      expect(result.code).to.equal(1);
      lines = result.lines;
    });

    for (const [rule, [file, , reached]] of Object.entries(PLANTED)) {
      it(rule, () => {
        const found = lines.filter((line) => line.startsWith(`${file} → `) && line.endsWith(`: ${rule}`));
        expect(found, lines.join("\n")).to.have.length(1);
        expect(found[0]).to.include(reached);
      });
    }
  });
});
