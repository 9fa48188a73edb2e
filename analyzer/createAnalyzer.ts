import { analyzeFile } from "./analyzeFile.js";
import { compileLanguage, type Language } from "./languages/language.js";
import { LANGUAGES } from "./languages/registry.js";
import type { LanguageTable } from "./languages/table.js";
import type { CpuLimit } from "./syntax/cpuLimit.js";
import type { decodeHeap } from "./syntax/decodeHeap.js";
import { TreeBuffer } from "./syntax/flatTree.js";
import { type Grammar, loadGrammar } from "./syntax/grammars.js";
import type { PlainParser } from "./syntax/plainParser.js";
import type { LanguageId, MapResult, MapSettings } from "./types.js";

/** Measures files one after another. A throw means that the parser broke: discard the thread, not the file. */
export interface Analyzer {
  /** The map step for one file; see {@link analyzeFile}. */
  analyzeFile(bytes: Uint8Array, language: LanguageId, settings: MapSettings): Promise<MapResult>;
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

/** Starts an analyzer; grammars are loaded when the first file of their language comes. */
export async function createAnalyzer(options: AnalyzerOptions): Promise<Analyzer> {
  const buffer = new TreeBuffer();
  const loaded = new Map<LanguageId, Promise<readonly Language[]>>();
  const grammars: Grammar[] = [];

  const load = async (table: LanguageTable): Promise<readonly Language[]> => {
    const languages: Language[] = [];
    for (const file of table.grammars) {
      const grammar = await loadGrammar({
        ...options,
        file,
        sample: table.sample,
        buffer,
      });
      grammars.push(grammar);
      languages.push(compileLanguage(table, grammar));
    }
    return languages;
  };
  const languagesOf = (id: LanguageId): Promise<readonly Language[]> => {
    let languages = loaded.get(id);
    if (languages === undefined) {
      languages = load(tableOf(id));
      loaded.set(id, languages);
    }
    return languages;
  };
  return {
    analyzeFile: async (bytes, language, settings) =>
      analyzeFile(bytes, await languagesOf(language), settings),
    decoders: () => Object.fromEntries(grammars.map(({ name, decoder }) => [name, decoder])),
  };
}

function tableOf(id: LanguageId): LanguageTable {
  const table = LANGUAGES.find((candidate) => candidate.id === id);
  if (table === undefined) throw new Error(`There is no language ${id}.`);
  return table;
}
