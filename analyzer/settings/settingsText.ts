import type { Complain } from "./settingsTree.js";

/** Largest settings file that is read. */
const MAX_SETTINGS_BYTES = 65_536;

/** The text of a settings file; `null`, with a complaint, when it is too large or no UTF-8. */
export function readSettingsText(bytes: Uint8Array, complain: Complain): string | null {
  if (bytes.byteLength > MAX_SETTINGS_BYTES) {
    complain(1, `the file is larger than ${MAX_SETTINGS_BYTES / 1024} KiB and was not read`);
    return null;
  }
  const text = decodeUtf8(bytes);
  if (text === null) complain(1, "the file is not UTF-8 and was not read");
  return text;
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
