import os from "node:os";
import path from "node:path";
import type { Environment } from "./defaultPlaces.js";

/**
 * Where the command line keeps what would only be made again: XDG's folder for caches. It stands apart from
 * `config.ts`, because what checks settings takes longer to load than a small repository takes to grade.
 */
export function loadCacheFolder(environment: Environment = process.env): string {
  const given = environment["XDG_CACHE_HOME"];
  const base = given !== undefined && path.isAbsolute(given) ? given : path.join(os.homedir(), ".cache");
  return path.join(base, "sealgrade");
}
