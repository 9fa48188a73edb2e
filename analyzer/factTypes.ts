/** What the map step produces, and what it is made from; see `types.ts`. */

/** Languages the analyzer measures; ids as they appear in reports and settings. */
export type LanguageId =
  | "c"
  | "cpp"
  | "csharp"
  | "elixir"
  | "go"
  | "java"
  | "javascript"
  | "kotlin"
  | "lua"
  | "objective-c"
  | "php"
  | "python"
  | "ruby"
  | "rust"
  | "scala"
  | "swift"
  | "typescript";

/** Whether a file is graded (`source`) or only measured (`test`). */
export type Role = "source" | "test";

/** Why a file stands in `skipped` instead of being measured. */
export type SkipReason =
  | "generated"
  | "vendored"
  | "minified"
  | "excluded"
  | "binary"
  | "too-large"
  | "symlink"
  | "submodule"
  | "lfs-pointer"
  | "encoding"
  | "unsupported-language"
  | "path"
  /** The analyzer gave up on this one file: it crashed, ran out of memory or out of time. */
  | "failed";

export interface SkippedFile {
  readonly path: string;
  readonly reason: SkipReason;
}

/** Assignments, branches and conditions (Fitzpatrick 1997), and the length of their vector, two decimals. */
export interface Abc {
  readonly assignments: number;
  readonly branches: number;
  readonly conditions: number;
  readonly magnitude: number;
}

/** What Halstead's measures are made of (Halstead 1977). */
export interface HalsteadCounts {
  readonly distinctOperators: number;
  readonly distinctOperands: number;
  readonly operators: number;
  readonly operands: number;
}

/** Metrics of one function; `null` where the language does not define the metric, never 0 instead. */
export interface FunctionMetrics {
  /** Lines with at least one token that is not a comment, nested functions included. */
  readonly codeLines: number;
  readonly arity: number;
  readonly cyclomatic: number;
  readonly cognitive: number;
  readonly nesting: number;
  readonly abc: Abc;
  readonly returns: number | null;
  /** Values in the declared result. */
  readonly returnValues: number | null;
}

/** One function as the map step sees it: its row in reports plus what findings about its own code need. */
export interface FunctionFacts extends FunctionMetrics {
  readonly name: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly halstead: HalsteadCounts;
  /** Cognitive complexity computed as if nested functions were empty. */
  readonly ownCognitive: number;
  /** Lines with at least one token that is not inside a nested function. */
  readonly ownCodeLines: number;
  /** Operators in the largest maximal boolean expression of the own code, with the line it starts on. */
  readonly booleanLogic: { readonly operators: number; readonly line: number } | null;
}

/** What one file has of one type: all of it, or a part that is joined with others of its key. */
export interface TypeFacts {
  readonly name: string;
  /** Name with its scopes, by which parts are joined; `null` where the language joins none. */
  readonly key: string | null;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  /** Whether the type is declared here, not only extended. */
  readonly isDeclared: boolean;
  /** Methods, accessors and constructors with a body. */
  readonly functions: number;
  /** Distinct names, in the order of their first mention. */
  readonly fields: readonly string[];
  /** Sum of the ABC magnitudes of its functions, two decimals. */
  readonly complexity: number;
  /** Sum of the code lines of its functions. */
  readonly codeLines: number;
}

/**
 * What one file offers to duplication: lists of siblings that may hold a clone, as parallel arrays with an entry
 * for each sibling. It holds no text and depends on no setting. A list stands after the entry it is inside of.
 */
export interface CloneCandidates {
  /** Entry after the last of each list. */
  readonly listEnds: Uint32Array;
  /** 1 + the innermost entry that each list is inside of, 0 for none. */
  readonly listOwners: Uint32Array;
  /** Two halves of a hash of kinds and tokens. */
  readonly structure: Uint32Array;
  readonly structure2: Uint32Array;
  /** Hash of the texts of the leaves. */
  readonly text: Uint32Array;
  /** Named nodes, comments apart; literal data and signatures count as one. */
  readonly mass: Uint32Array;
  /** Mass without repetitions. */
  readonly variety: Uint32Array;
  /** 0-based. */
  readonly firstRow: Uint32Array;
  readonly lastRow: Uint32Array;
  /** A bit for each line up to the last that an entry covers, lowest first: 1 for code. */
  readonly codeRows: Uint8Array;
}

/** Everything the map step knows about one file. Depends on bytes, language and map settings alone. */
export interface FileFacts {
  readonly language: LanguageId;
  /** Code + comment + blank lines. */
  readonly lines: number;
  readonly codeLines: number;
  readonly commentLines: number;
  readonly blankLines: number;
  /** Code lines without large literal data (METRICS.md); what debt is divided by. */
  readonly gradedLines: number;
  /** Lines covered by syntax errors. */
  readonly parseErrorLines: number;
  /** In source order: start line, start column, then end line descending. */
  readonly functions: readonly FunctionFacts[];
  /** In the same order. */
  readonly types: readonly TypeFacts[];
  /** What comments switch off, sorted by first and last line; some count only under some settings. */
  readonly suppressions: readonly Suppression[];
  /** What duplication may find in other files too. */
  readonly clones: CloneCandidates;
}

/** Whose comments: our own, or those of codebeat, which count where there is no settings file of our own. */
export type SuppressionDialect = "sealgrade" | "codebeat";

/** Lines on which a comment switches rules off. */
export interface Suppression {
  readonly dialect: SuppressionDialect;
  /** Where the comment stands. */
  readonly line: number;
  readonly startLine: number;
  readonly endLine: number;
  /** As the comment has them: our rules, or codebeat's checks. Empty means all. */
  readonly rules: readonly string[];
}

/**
 * What the map step reads of the settings; part of the facts key. Both are `false` unless `include` brought
 * the file back.
 */
export interface MapSettings {
  /** Measure the file although it carries a "generated" mark in its first 40 lines. */
  readonly keepGenerated: boolean;
  /** Measure the file although its lines are as long as those of minified code. */
  readonly keepMinified: boolean;
  /** Measure the script blocks alone: it is a component. */
  readonly onlyScripts?: true;
}

/** Result of the map step for one file: facts, or the reason its content cannot be measured. */
export type MapResult =
  | { readonly kind: "facts"; readonly facts: FileFacts }
  | { readonly kind: "skipped"; readonly reason: SkipReason };

/** One measured file; paths are relative to the root, with `/`, and unique. */
export interface MeasuredFile {
  readonly path: string;
  readonly role: Role;
  readonly facts: FileFacts;
}
