import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect } from "chai";
import { renderJson } from "../../../analyzer/index.js";
import type { Report } from "../../../analyzer/types.js";
import { gradeLocal } from "../../../server/analysis/gradeLocal.js";

const HOUR_MS = 3_600_000;

describe("gradeLocal with facts of an earlier run", () => {
  let home: string;
  let folder: string;
  let cacheFolder: string;
  beforeEach(() => {
    home = mkdtempSync(path.join(os.tmpdir(), "sealgrade-facts-"));
    folder = path.join(home, "code");
    cacheFolder = path.join(home, "cache");
    mkdirSync(folder);
    writeFileSync(path.join(folder, "a.ts"), "export function one() { return 1; }\n");
    writeFileSync(path.join(folder, "b.py"), "def two():\n    return 2\n");
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  /** Files count as settled an hour later. */
  const grade = (cache: string | null = cacheFolder): Promise<Report> =>
    gradeLocal({
      folder,
      revision: null,
      workers: 1,
      cacheFolder: cache,
      now: () => Date.now() + HOUR_MS,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });

  it("P11 prints the same bytes as without", async () => {
    const first = renderJson(await grade());
    expect(renderJson(await grade())).to.equal(first);
    expect(renderJson(await grade(null))).to.equal(first);
  });

  it("measures a file again that changed, also where size and time of change stayed the same", async () => {
    await grade();
    const file = path.join(folder, "a.ts");
    const { atime, mtime } = statSync(file);
    writeFileSync(file, "export function six() { return 6; }\n");
    utimesSync(file, atime, mtime);
    const names = (await grade()).files.flatMap(({ functions }) => functions.map(({ name }) => name));
    expect(names).to.deep.equal(["six", "two"]);
  });

  it("takes nothing from and leaves nothing in a cache it is not given", async () => {
    await grade(null);
    expect(readdirSync(home)).to.deep.equal(["code"]);
    await grade();
    chmodSync(path.join(folder, "a.ts"), 0o600);
    expect((await grade(null)).totals.functions).to.equal(2);
  });
});
