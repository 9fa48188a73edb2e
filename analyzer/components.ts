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

/** A component with spaces for all that is no script, so that lines and offsets stay what they are. */
export function onlyScripts(bytes: Uint8Array): Uint8Array {
  const blank = new Uint8Array(bytes.length).fill(SPACE);
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1))
    blank[at] = LINE_FEED;
  for (const { from, to } of scriptsOf(bytes)) blank.set(bytes.subarray(from, to), from);
  return blank;
}

const SPACE = 32;
const LINE_FEED = 10;

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
