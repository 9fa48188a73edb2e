import type { LanguageId } from "../types.js";

/** Every language id, sorted. `satisfies` fails when a language is added to the type and not here. */
const KNOWN = { go: true, javascript: true, python: true, typescript: true } as const satisfies Record<
  LanguageId,
  true
>;

/** Whether a text is the id of a language this version measures. */
export function isLanguageId(text: string): text is LanguageId {
  return Object.hasOwn(KNOWN, text);
}

/** Every language id, sorted by bytes. */
export const LANGUAGE_IDS: readonly LanguageId[] = Object.keys(KNOWN).filter(isLanguageId).sort();
