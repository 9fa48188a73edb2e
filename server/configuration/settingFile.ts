import { readFileSync } from "node:fs";
import { StartRefused } from "../errors.js";

/**
 * Reads the file that a setting names.
 * @throws StartRefused naming the setting and the file
 */
export function readSettingFile(setting: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new StartRefused(`${setting} names ${file}, which cannot be read. Check the path and its mode.`, {
      cause,
    });
  }
}
