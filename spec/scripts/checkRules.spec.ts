import { expect } from "chai";
import { type PlantedProject, plantProject } from "./plantedProject.js";

const DECISIONS = {
  "docs/decisions/README.md": "# Decisions\n\n* [0001 Toolchain](0001-toolchain.md)\n",
  "docs/decisions/0001-toolchain.md": "# 0001 Toolchain\n",
};

const numberedLines = (count: number) =>
  Array.from({ length: count }, (_, at) => `export const n${at} = ${at};\n`).join("");

/** Title → planted files and the findings they must give, in order. */
const CASES: Record<string, { files: Record<string, string>; findings: string[] }> = {
  "a file of 301 lines": {
    files: { "server/long.ts": numberedLines(301) },
    findings: ["server/long.ts:301: 301 lines; split it (at most 300)"],
  },
  "the environment read outside the configuration": {
    files: {
      "server/configuration/config.ts": "export const home = process.env;\n",
      "server/mail.ts": "\nexport const home = process.env['HOME'];\n",
      "db/pool.ts": 'import { env } from "node:process";\nexport const home = env;\n',
    },
    findings: [
      "db/pool.ts:1: reads the environment; only server/configuration/config.ts may",
      "server/mail.ts:2: reads the environment; only server/configuration/config.ts may",
    ],
  },
  "a cipher, a signature or a key derivation outside keys/": {
    files: {
      "keys/vault.ts": 'import { createCipheriv } from "node:crypto";\n',
      "server/ok.ts": 'import { createHash, randomBytes, timingSafeEqual } from "node:crypto";\n',
      "server/bad.ts": 'import {\n  createHash,\n  createCipheriv as c,\n  sign,\n} from "node:crypto";\n',
      "db/bad.ts": 'import { hkdfSync } from "crypto";\n',
    },
    findings: [
      "db/bad.ts:1: hkdfSync belongs under keys/",
      "server/bad.ts:1: createCipheriv belongs under keys/",
      "server/bad.ts:1: sign belongs under keys/",
    ],
  },
  "all of node:crypto imported at once outside keys/": {
    files: { "server/bad.ts": 'import * as crypto from "node:crypto";\nexport const c = crypto;\n' },
    findings: ["server/bad.ts:1: imports node:crypto as a whole; name what is used"],
  },
  "open work without an issue number": {
    files: { "web/page.ts": `// ${"TO"}${"DO"}: later\n// ${"TO"}${"DO"} #12: with its issue\n` },
    findings: ["web/page.ts:1: open work without an issue number (#123)"],
  },
  "a decision record the index does not list, one it lists in vain, and a number used twice": {
    files: {
      "docs/decisions/README.md": "[0001](0001-toolchain.md)\n[0003](0003-gone.md)\n",
      "docs/decisions/0001-other.md": "# 0001 Other\n",
    },
    findings: [
      "docs/decisions/README.md: does not list 0001-other.md",
      "docs/decisions/README.md: lists 0003-gone.md, which is not there",
      "docs/decisions/0001-toolchain.md: its number is taken",
    ],
  },
};

describe("checkRules", () => {
  let project: PlantedProject | null = null;
  afterEach(() => project?.remove());

  it("accepts a project that keeps the rules, with a file of exactly 300 lines", async () => {
    project = plantProject({ ...DECISIONS, "server/long.ts": numberedLines(300) });
    expect(await project.run("checkRules.mjs")).to.deep.equal({ code: 0, lines: [] });
  });

  it("fails without an index of decision records", async () => {
    project = plantProject({ "server/a.ts": "export const a = 1;\n" });
    const { code, lines } = await project.run("checkRules.mjs");
    expect(code).to.equal(1);
    expect(lines).to.deep.equal(["docs/decisions/README.md: the index of decision records is missing"]);
  });

  for (const [title, { files, findings }] of Object.entries(CASES)) {
    it(`finds ${title}`, async () => {
      project = plantProject({ ...DECISIONS, ...files });
      const { code, lines } = await project.run("checkRules.mjs");
      expect(lines).to.deep.equal(findings);
      expect(code).to.equal(1);
    });
  }
});
