import { readFileSync } from "node:fs";
import { z } from "zod";

/** What this installation is made of (P36). */
export interface BuildInfo {
  readonly version: string;
  /** Commit the build was made from; `null` outside a git checkout or image. */
  readonly commit: string | null;
  /** Digest of the container image; `null` where it does not run from one. */
  readonly imageDigest: string | null;
}

const buildSchema = z.object({
  version: z.string(),
  commit: z.string().nullable(),
  imageDigest: z.string().nullable().default(null),
});

/** Reads `dist/build.json`, which the build wrote. */
export function readBuildInfo(): BuildInfo {
  return buildSchema.parse(JSON.parse(readFileSync(new URL("../build.json", import.meta.url), "utf8")));
}
