import { StartRefused } from "../errors.js";
import type { Config } from "./config.js";
import { readSettingFile } from "./settingFile.js";

/** Shorter tokens could be found by trying. */
const TOKEN_CHARACTERS_MIN = 16;

/**
 * The bearer token of `/metrics`, or undefined where none is set.
 * @throws StartRefused when its file cannot be read or holds too little
 */
export function readMetricsToken(config: Pick<Config, "metricsTokenFile">): string | undefined {
  const { metricsTokenFile: file } = config;
  if (file === undefined) return undefined;
  const token = readSettingFile("metricsTokenFile", file).trim();
  if (token.length >= TOKEN_CHARACTERS_MIN) return token;
  throw new StartRefused(
    `metricsTokenFile names ${file}, which holds fewer than ${TOKEN_CHARACTERS_MIN} characters. Make one with: openssl rand -hex 32`,
  );
}
