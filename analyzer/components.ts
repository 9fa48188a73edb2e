import { LANGUAGES } from "./languages/registry.js";
import { findScriptBlocks, type ScriptBlock } from "./syntax/scriptBlocks.js";
import type { LanguageId } from "./types.js";

/** Files of markup, style and script, of which the scripts are measured (METRICS.md, "Languages"). */
const EXTENSIONS: readonly string[] = [".svelte", ".vue"];

/** Whether a file is a component, whose scripts decide its language and are all that is measured of it. */
export function isComponent(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 && EXTENSIONS.includes(name.slice(dot).toLowerCase());
}

/**
 * Language of a component: the first that reads all of its scripts, so that one of TypeScript among others in
 * JavaScript decides. A component without scripts is one whose scripts are empty.
 * @returns `null` when no language that is measured reads them all
 */
export function languageOfComponent(bytes: Uint8Array): LanguageId | null {
  const langs = scriptsOf(bytes).map(langOf);
  const language = LANGUAGES.find(({ scripts }) => scripts && langs.every((lang) => scripts.includes(lang)));
  return language?.id ?? null;
}

/** A component without what is no script, its lines and offsets being those of the file. */
export interface Scripts {
  /** With spaces for all else: what is measured. */
  readonly text: Uint8Array;
  /** The same for the parser, which would read a script that begins with `(` as a call of what the last one ends with. */
  readonly separated: Uint8Array;
}

/** The scripts of a component. */
export function onlyScripts(bytes: Uint8Array): Scripts {
  const text = new Uint8Array(bytes.length).fill(SPACE);
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1))
    text[at] = LINE_FEED;
  const scripts = scriptsOf(bytes);
  for (const { from, to } of scripts) text.set(bytes.subarray(from, to), from);
  const separated = text.slice();
  for (const { to } of scripts.slice(0, -1)) separated[to] = SEMICOLON;
  return { text, separated };
}

const SPACE = 32;
const LINE_FEED = 10;
const SEMICOLON = 59;

/** Scripts apart from blocks of data, which HTML has by types that no language is called by. */
function scriptsOf(bytes: Uint8Array): ScriptBlock[] {
  // Latin-1 keeps a character for each byte.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return findScriptBlocks(text).filter(
    ({ lang, type }) => lang !== null || LANGUAGES.some(({ scripts }) => scripts?.includes(type)),
  );
}

function langOf({ lang, type }: ScriptBlock): string {
  return lang ?? type;
}
