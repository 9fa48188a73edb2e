import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A folder that exists while the surrounding suite runs. */
export function temporaryFolder(): { file(name: string): string } {
  let folder = "";
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sealgrade-db-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return { file: (name) => path.join(folder, name) };
}
