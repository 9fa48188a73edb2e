import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { createAnalyzer } from "../../../analyzer/createAnalyzer.js";
import { isLanguageId } from "../../../analyzer/settings/languageIds.js";
import type { PlainParser } from "../../../analyzer/syntax/kernel.js";
import type { FileFacts, LanguageId, MapSettings } from "../../../analyzer/types.js";

const root = path.resolve(import.meta.dirname, "../../../..");
const folder = path.join(root, "spec/fixtures/analyzer");

/** Grammars as the build lays them out. */
export const GRAMMAR_FOLDER = path.join(root, "dist/sandboxed/grammars");

/** Leaves every text to tree-sitter's own parser. */
export const NO_PLAIN_PARSER: PlainParser = { parse: () => false };

/** Measure whatever is text. */
export const KEEP_ALL: MapSettings = { keepGenerated: true, keepMinified: true };
/** What a repository without settings gets. */
export const PLAIN: MapSettings = { keepGenerated: false, keepMinified: false };

/** What specs that go through all languages need to know of one; `pieces.json` in its folder. */
const piecesSchema = z.strictObject({
  /** What a text begins with where code does not begin by itself. */
  prelude: z.string().default(""),
  /** Begins a comment that ends with the line. */
  comment: z.string().min(1),
  /** Regular expression of line beginnings before which a comment or a blank line changes nothing. */
  insertBefore: z.string().min(1),
  /** One statement. */
  statement: z.string().min(1),
  /** Opens and closes one level of each kind of nesting. */
  nestings: z.array(z.tuple([z.string(), z.string()])).min(8),
  /** Beginnings without an end. */
  unterminated: z.array(z.string()).min(8),
});
export type Pieces = z.infer<typeof piecesSchema>;

/** Languages that have a folder of fixtures. */
export const FIXTURE_LANGUAGES: readonly LanguageId[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => languageOf(name))
  .sort();

/** Every source file in these folders, by its path from there. */
export const FIXTURES: readonly { readonly language: LanguageId; readonly file: string }[] =
  FIXTURE_LANGUAGES.flatMap((language) =>
    readdirSync(path.join(folder, language))
      .filter((name) => name !== "pieces.json")
      .sort()
      .map((name) => ({ language, file: `${language}/${name}` })),
  );

/** Text of a fixture. */
export function readFixture(file: string): string {
  return readFileSync(path.join(folder, file), "utf8");
}

/** The pieces of a language. */
export function readPieces(language: LanguageId): Pieces {
  return piecesSchema.parse(JSON.parse(readFixture(`${language}/pieces.json`)));
}

const shared = createAnalyzer({ grammarFolder: GRAMMAR_FOLDER });

/** Facts of a text; fails when it is skipped. */
export async function factsOf(text: string | Uint8Array, language: LanguageId): Promise<FileFacts> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  const result = await (await shared).analyzeFile(bytes, language, KEEP_ALL);
  if (result.kind !== "facts") throw new Error(`skipped: ${result.reason}`);
  return result.facts;
}

function languageOf(name: string): LanguageId {
  if (!isLanguageId(name)) throw new Error(`a folder of fixtures names no language: ${name}`);
  return name;
}
