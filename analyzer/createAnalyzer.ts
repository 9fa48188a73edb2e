import { analyzeFile, type LanguageOnCall } from "./analyzeFile.js";
import { compileLanguage, type Language } from "./languages/language.js";
import { LANGUAGES } from "./languages/registry.js";
import type { LanguageTable } from "./languages/table.js";
import type { CpuLimit } from "./syntax/cpuLimit.js";
import type { decodeHeap } from "./syntax/decodeHeap.js";
import { TreeBuffer } from "./syntax/flatTree.js";
import { type Grammar, loadGrammar } from "./syntax/grammars.js";
import type { PlainParser } from "./syntax/kernel.js";
import type { LanguageId, MapResult, MapSettings } from "./types.js";

/** Measures files one after another. A throw means that the parser broke: discard the thread, not the file. */
export interface Analyzer {
  /** The map step for one file; see {@link analyzeFile}. */
  analyzeFile(bytes: Uint8Array, language: LanguageId, settings: MapSettings): Promise<MapResult>;
  /** Loads all grammars of a language. */
  loadGrammars(language: LanguageId): Promise<void>;
  /**
   * How the trees of each grammar loaded so far are read, by file name; `cursor` means slower than meant,
   * because the fast decoder failed its self-check.
   */
  decoders(): Readonly<Record<string, "heap" | "cursor">>;
}

export interface AnalyzerOptions {
  /** Folder with `web-tree-sitter.wasm` and the grammars. */
  readonly grammarFolder: string;
  /** Replaced in specs, whose time may not depend on the machine. */
  readonly cpuLimit?: CpuLimit;
  /** Replaced in specs, to see the self-check fail. */
  readonly decodeHeap?: typeof decodeHeap;
  /** Replaced in specs, to see tree-sitter's own parser alone. */
  readonly plainParser?: PlainParser;
}

/** Starts an analyzer; a grammar is loaded when the first file that needs it comes. */
export async function createAnalyzer(options: AnalyzerOptions): Promise<Analyzer> {
  const buffer = new TreeBuffer();
  const loaded = new Map<string, Promise<Language>>();
  const grammars: Grammar[] = [];

  const load = async (table: LanguageTable, file: string): Promise<Language> => {
    const grammar = await loadGrammar({ ...options, file, sample: table.sample, buffer });
    grammars.push(grammar);
    return compileLanguage(table, grammar);
  };
  const onCall = (id: LanguageId): LanguageOnCall => {
    const table = tableOf(id);
    return {
      table,
      load(file) {
        const name = `${id} ${file}`;
        const language = loaded.get(name) ?? load(table, file);
        loaded.set(name, language);
        return language;
      },
    };
  };
  return {
    analyzeFile: (bytes, language, settings) => analyzeFile(bytes, onCall(language), settings),
    async loadGrammars(id) {
      const language = onCall(id);
      for (const file of language.table.grammars) await language.load(file);
    },
    decoders: () => Object.fromEntries(grammars.map(({ name, decoder }) => [name, decoder])),
  };
}

function tableOf(id: LanguageId): LanguageTable {
  const table = LANGUAGES.find((candidate) => candidate.id === id);
  if (table === undefined) throw new Error(`There is no language ${id}.`);
  return table;
}
