import { isComponent, languageOfComponent } from "./components.js";
import { LANGUAGES } from "./languages/registry.js";
import type { LanguageId } from "./types.js";

/** Bytes of a file's beginning that are enough for {@link detectLanguage}. */
export const HEAD_BYTES = 256;

/**
 * Language of a file by its name, else by what is in it: a component's scripts, the program in a first line `#!`.
 * @param path with `/` between folders
 * @param head the file's first bytes, {@link HEAD_BYTES} are enough; of a component all
 * @returns `null` for a language that is not measured
 */
export function detectLanguage(path: string, head: Uint8Array): LanguageId | null {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  const byName = LANGUAGES.find(({ fileNames }) => fileNames.includes(name));
  if (byName !== undefined) return byName.id;
  if (isComponent(path)) return languageOfComponent(head);
  if (dot > 0) {
    const extension = name.slice(dot).toLowerCase();
    return LANGUAGES.find(({ extensions }) => extensions.includes(extension))?.id ?? null;
  }
  const program = interpreterOf(head);
  return LANGUAGES.find(({ interpreters }) => interpreters.some((known) => known === program))?.id ?? null;
}

/** `#!/usr/bin/env -S python3.12 -u` → `python`. */
function interpreterOf(head: Uint8Array): string | null {
  const text = Buffer.from(head.subarray(0, HEAD_BYTES)).toString("latin1");
  const line = /^#!\s*(\S.*)/.exec(text)?.[1];
  if (line === undefined) return null;
  const words = line.trim().split(/\s+/);
  const baseOf = (word: string) => word.slice(word.lastIndexOf("/") + 1);
  const isEnv = baseOf(words[0] ?? "") === "env";
  // `env` takes options and variables before the program.
  const program = isEnv ? words.slice(1).find((word) => !/^-|=/.test(word)) : words[0];
  return program === undefined ? null : baseOf(program).replace(/[\d.]+$/, "");
}
