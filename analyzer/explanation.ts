import type { Reason } from "./paths/pathRules.js";
import { originKey, type Settings, type SettingsLine } from "./settings/settings.js";
import { type ExplainedThresholds, explainThresholds } from "./settings/thresholds.js";
import type { LanguageId, Role, SettingsProblem, SkipReason } from "./types.js";

/** What a file is measured as. */
export interface Measured {
  readonly language: LanguageId;
  readonly role: Role;
  readonly roleReason: Reason;
  readonly thresholds: readonly ExplainedThresholds[];
  readonly duplication: {
    readonly mass: number;
    readonly massFrom: SettingsLine | null;
    readonly lines: number;
    readonly linesFrom: SettingsLine | null;
  };
  /** Those that hold the file, by name. */
  readonly subprojects: readonly { readonly name: string; readonly from: SettingsLine | null }[];
}

/** Why one file is in or out, and as what. */
export interface FileExplanation extends Reason {
  readonly kind: "file";
  readonly path: string;
  /** `ignored`: git ignores it, so it is not even listed as skipped. */
  readonly outcome: "measured" | SkipReason | "ignored";
  /** `null` for a file that is out. */
  readonly measured: Measured | null;
  readonly settingsProblems: readonly SettingsProblem[];
}

/** Files of a folder that are out for one reason. */
export interface SkippedFiles extends Reason {
  readonly reason: SkipReason;
  readonly files: number;
}

/** What of a folder is in and out by names alone; content may still take files out. */
export interface FolderExplanation {
  readonly kind: "folder";
  /** Empty for the root. */
  readonly path: string;
  readonly files: number;
  /** By language and role; `null` for files whose first line will tell the language, if any does. */
  readonly measured: readonly {
    readonly language: LanguageId | null;
    readonly role: Role;
    readonly files: number;
  }[];
  /** Most files first. */
  readonly skipped: readonly SkippedFiles[];
  /** Why nothing of it is listed, where git ignores it. */
  readonly ignored: Reason | null;
  readonly settingsProblems: readonly SettingsProblem[];
}

/** Why a path is in or out. */
export type Explanation = FileExplanation | FolderExplanation;

/** Everything that holds for a measured file, with the line that set it. */
export function explainMeasured(
  file: { readonly path: string; readonly language: LanguageId; readonly role: Role },
  roleReason: Reason,
  settings: Settings,
): Measured {
  const { path, language, role } = file;
  const { mass, lines } = settings.duplication;
  const from = (...keys: readonly string[]) => settings.origins.get(originKey(...keys)) ?? null;
  return {
    language,
    role,
    roleReason,
    thresholds: explainThresholds(settings, language),
    duplication: {
      mass,
      massFrom: from("duplication", "mass"),
      lines,
      linesFrom: from("duplication", "lines"),
    },
    subprojects: settings.subprojects
      .filter((subproject) => path.startsWith(`${subproject.path}/`))
      .map(({ name }) => ({ name, from: from("subprojects", name) })),
  };
}
