import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Runs `fn` with a fresh folder (0700) that is gone afterwards, whatever happened. */
export function inTemporaryFolder<T>(fn: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), "keys-spec-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  let result: T;
  try {
    result = fn(folder);
  } catch (error) {
    remove();
    throw error;
  }
  if (result instanceof Promise) {
    void result.then(remove, remove);
  } else {
    remove();
  }
  return result;
}
