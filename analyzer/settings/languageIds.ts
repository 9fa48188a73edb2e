import { LANGUAGES } from "../languages/registry.js";
import type { LanguageId } from "../types.js";

/** Every language id, sorted by bytes. */
export const LANGUAGE_IDS: readonly LanguageId[] = LANGUAGES.map(({ id }) => id).sort();

/** Whether a text is the id of a language this version measures. */
export function isLanguageId(text: string): text is LanguageId {
  return LANGUAGE_IDS.some((id) => id === text);
}
