import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, absolute. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** The top-level folders that hold TypeScript, in the order of ARCHITECTURE.md. */
export const LAYERS = ["analyzer", "keys", "db", "web", "server", "spec"];

/** Files below `base/folder` as sorted paths relative to `base`; empty when the folder is missing. */
export function filesBelow(base, folder) {
  let entries;
  try {
    entries = readdirSync(path.join(base, folder), { recursive: true, withFileTypes: true });
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(base, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Whether a path (relative to the project) is TypeScript of ours: no declaration file, no fixture. */
export function isSource(file) {
  return /\.tsx?$/.test(file) && !file.endsWith(".d.ts") && !file.startsWith("spec/fixtures/");
}
