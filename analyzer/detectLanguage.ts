import { isComponent, languageOfComponent } from "./components.js";
import { LANGUAGES } from "./languages/registry.js";
import type { SharedExtensions } from "./languages/table.js";
import type { LanguageId } from "./types.js";

/**
 * Bytes of a file's beginning that are enough for {@link detectLanguage}. The first mark of 324 headers of eight
 * repositories in C++ and Objective-C stands within 9 KiB, most of it comments; half of them have it within 1 KiB.
 */
export const HEAD_BYTES = 1 << 16;
/** Bytes that a first line `#!` may have. */
const FIRST_LINE_BYTES = 256;

interface Sharer {
  readonly id: LanguageId;
  readonly claim: SharedExtensions;
}

/** Every file of a repository is looked up here, hence not in the tables one by one. */
const BY_FILE_NAME = new Map(
  LANGUAGES.flatMap(({ id, fileNames }) => fileNames.map((name) => [name, id] as const)),
);
const BY_EXTENSION = new Map(
  LANGUAGES.flatMap(({ id, extensions }) => extensions.map((one) => [one, id] as const)),
);
/** Languages that share an extension, of the highest rank first. */
const SHARERS = sharersByExtension();

/**
 * Language of a file by its name, else by what is in it: a component's scripts, the program in a first line `#!` where
 * it has no extension, marks of languages where several have its extension.
 * @param path with `/` between folders
 * @param head the file's first bytes, {@link HEAD_BYTES} are enough; of a component all
 * @returns `null` for a language that is not measured
 */
export function detectLanguage(path: string, head: Uint8Array): LanguageId | null {
  const byName = languageByName(path);
  if (byName !== null) return byName;
  if (isComponent(path)) return languageOfComponent(head);
  const extension = extensionOf(path);
  if (extension === "") {
    const program = interpreterOf(head);
    return LANGUAGES.find(({ interpreters }) => interpreters.some((known) => known === program))?.id ?? null;
  }
  return BY_EXTENSION.get(extension) ?? languageByMarks(extension, head);
}

/** Whether a file's name alone does not say its language. */
export function isDecidedByContent(path: string): boolean {
  const extension = extensionOf(path);
  const isShared = extension === "" || SHARERS.has(extension);
  return languageByName(path) === null && (isComponent(path) || isShared);
}

/** In lower case and with its dot; a leading dot makes a hidden file, not an extension. */
export function extensionOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot).toLowerCase() : "";
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function languageByName(path: string): LanguageId | null {
  return BY_FILE_NAME.get(nameOf(path)) ?? null;
}

function sharersByExtension(): ReadonlyMap<string, readonly Sharer[]> {
  const claims = LANGUAGES.flatMap(({ id, shared = [] }) =>
    shared.flatMap((claim) => claim.extensions.map((extension) => ({ extension, sharer: { id, claim } }))),
  );
  const sharers = new Map<string, Sharer[]>();
  for (const { extension, sharer } of claims.sort(
    (left, right) => right.sharer.claim.rank - left.sharer.claim.rank,
  ))
    sharers.set(extension, [...(sharers.get(extension) ?? []), sharer]);
  return sharers;
}

function languageByMarks(extension: string, head: Uint8Array): LanguageId | null {
  const sharers = SHARERS.get(extension);
  if (sharers === undefined) return null;
  const code = withoutAsides(textOf(head, HEAD_BYTES));
  return sharers.find(({ claim }) => claim.marks?.test(code) ?? true)?.id ?? null;
}

/**
 * What says nothing of the language, in all of C's family (no other languages share extensions): comments, strings,
 * messages, and what C++ alone reads of a header for both.
 */
const ASIDES = new RegExp(
  [
    /\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))|\/\/.*|"(?:\\.|[^"\\\n])*"/,
    /^[ \t]*#[ \t]*(?:error|warning)\b.*/,
    /^[ \t]*#[ \t]*if(?:def)?[ \t].*\b__cplusplus\b[\s\S]*?^[ \t]*#[ \t]*(?:else|elif|endif)\b/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gm",
);

function withoutAsides(text: string): string {
  return text.replace(ASIDES, (aside) => (aside.startsWith('"') ? '""' : " "));
}

function textOf(head: Uint8Array, mostBytes: number): string {
  return Buffer.from(head.subarray(0, mostBytes)).toString("latin1");
}

/** `#!/usr/bin/env -S python3.12 -u` → `python`. */
function interpreterOf(head: Uint8Array): string | null {
  const line = /^#!\s*(\S.*)/.exec(textOf(head, FIRST_LINE_BYTES))?.[1];
  if (line === undefined) return null;
  const words = line.trim().split(/\s+/);
  const baseOf = (word: string) => word.slice(word.lastIndexOf("/") + 1);
  const isEnv = baseOf(words[0] ?? "") === "env";
  // `env` takes options and variables before the program.
  const program = isEnv ? words.slice(1).find((word) => !/^-|=/.test(word)) : words[0];
  return program === undefined ? null : baseOf(program).replace(/[\d.]+$/, "");
}
