/**
 * The public face of the analyzer: bytes in, facts and reports out. Nothing outside imports deeper, except
 * `analyzer/pool`, which runs the map step in worker threads or in a process of its own.
 */
export { assembleReport, type ReportInput } from "./assembleReport.js";
export { isComponent } from "./components.js";
export type { Analyzer, AnalyzerOptions } from "./createAnalyzer.js";
export { detectLanguage, extensionOf, HEAD_BYTES, isDecidedByContent } from "./detectLanguage.js";
export {
  type Explanation,
  explainMeasured,
  type FileExplanation,
  type FolderExplanation,
} from "./explanation.js";
export { decodeResult, encodeResult, readResult } from "./facts/codec.js";
export { FACTS_FORMAT, MalformedFacts } from "./facts/words.js";
export { renderCodeClimate } from "./formats/codeClimate.js";
export { renderExplanation, renderExplanationJson } from "./formats/explanation.js";
export { renderJson, renderJsonPieces } from "./formats/json.js";
export { renderMarkdown } from "./formats/markdown.js";
export { renderSarif } from "./formats/sarif.js";
export { renderText, type TextOptions } from "./formats/text.js";
export { printable } from "./formats/words.js";
export { folderOf, foldersIn } from "./grading/folders.js";
export { CUTOFF_PERCENT, GRADES, gradeOf, MINUTES_PER_LINE } from "./grading/grade.js";
export { partOf } from "./grading/partOf.js";
export { type QuickWin, type QuickWinSource, type QuickWins, quickWins } from "./grading/quickWins.js";
export { receiptOf } from "./grading/receipt.js";
export { reportFunction } from "./grading/reportRows.js";
export { suppressionProblems } from "./grading/suppressionProblems.js";
export { MAX_BLOB_BYTES } from "./limits.js";
export { createAnalyzer, readSettings } from "./onDemand.js";
export {
  type Classification,
  createPathRules,
  type PathExplanation,
  type PathRules,
  type PathRulesInput,
  type Reason,
} from "./paths/pathRules.js";
export { RULES } from "./rules/index.js";
export type { Rule, Thresholds } from "./rules/rule.js";
export { compareProblems } from "./settings/compareProblems.js";
export { isLanguageId, LANGUAGE_IDS } from "./settings/languageIds.js";
export type { ParsedSettings } from "./settings/parseSettings.js";
export {
  CODEBEAT_IGNORE,
  CODEBEAT_SETTINGS,
  DEFAULT_SETTINGS,
  mapSettingsKey,
  mapSettingsOf,
  type Pattern,
  SETTINGS_FILE,
  type Settings,
  type Subproject,
} from "./settings/settings.js";
export { settingsHash } from "./settings/settingsHash.js";
export { type ContentReason, skipReasonOfContent } from "./skipReasons.js";
export type * from "./types.js";
export { ANALYZER_VERSION } from "./version.js";
