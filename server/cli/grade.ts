import { closeSync, constants, existsSync, openSync, realpathSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import {
  GRADES,
  renderCodeClimate,
  renderJsonPieces,
  renderMarkdown,
  renderSarif,
  renderText,
  type TextOptions,
} from "../../analyzer/index.js";
import { setFlags } from "../../analyzer/pool/engineFlags.js";
import type { Grade, Report } from "../../analyzer/types.js";
import { KEPT_FACTS_FLAGS } from "../analysis/gradeFlags.js";
import { gradeLocal } from "../analysis/gradeLocal.js";
import { systemClock } from "../clock.js";
import { loadCacheFolder } from "../configuration/cacheFolder.js";
import { type Command, EXIT_MISSED, EXIT_OK, oneOf, type Terminal, UsageError } from "./command.js";
import { checkPartOptions, narrowReport, type PartOptions } from "./gradePart.js";
import { createProgressBar } from "./progressBar.js";

const { O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;
const FORMATS = ["text", "json", "sarif", "markdown", "codeclimate"] as const;
type Format = (typeof FORMATS)[number];
const MAX_JOBS = 64;
const PLAIN_WIDTH = 100;

/** `sealgrade grade`: the same grade as the service's, on this machine, without storing anything. */
export const gradeCommand: Command = {
  usage: `sealgrade grade PATH [--revision REV] [--only PATH | --language ID | --subproject NAME]
                [--format FORMAT] [--out FILE] [--jobs N] [--fail-under GRADE] [--no-cache]

  PATH               A folder or a git repository. In a work tree: tracked files and untracked ones that are
                     not ignored, as they are on the disk.
  --revision REV     Read a branch, tag or commit out of the repository instead; needs no work tree.
  --only PATH        Report on one folder or file of it: its grade, findings and quick wins. Everything is measured
                     all the same, since copies are looked for in the whole. PATH is relative to the graded folder.
  --language ID      Report on the files in one language, such as go.
  --subproject NAME  Report on one sub-project of the settings.
  --format FORMAT    text (default), json, sarif (2.1.0, for GitHub's code scanning and editors), markdown, or
                     codeclimate (for GitLab's code-quality widget).
  --out FILE         Write there instead of to standard output.
  --jobs N           Analyzer threads; default: number of processors.
  --fail-under GRADE Exit with status 1 when the grade, or that of the part, is worse than GRADE (A, B, C, D).
  --no-cache         Measure every file anew. Otherwise what an earlier run measured is taken from the user's cache
                     (XDG_CACHE_HOME), which holds names and figures, no source.

Exit status: 0, 1 when --fail-under is missed, 2 for wrong usage or input.`,
  async run(args, io) {
    const options = parse(args);
    const bar = createProgressBar(io.stderr, systemClock.now);
    const interrupted = new AbortController();
    const interrupt = () => interrupted.abort();
    process.once("SIGINT", interrupt);
    try {
      const whole = await gradeLocal({
        ...options,
        now: systemClock.now,
        signal: interrupted.signal,
        onProgress: bar.update,
      });
      bar.clear();
      const report = narrowReport(whole, options.part);
      write(report, options, io);
      return meets(report.totals.grade, options.failUnder) ? EXIT_OK : EXIT_MISSED;
    } finally {
      process.off("SIGINT", interrupt);
      setFlags(KEPT_FACTS_FLAGS, "usual"); // for a process that goes on
      bar.clear();
    }
  },
};

interface GradeOptions {
  readonly folder: string;
  readonly revision: string | null;
  readonly part: PartOptions;
  readonly format: Format;
  readonly out: string | null;
  readonly workers: number;
  readonly cacheFolder: string | null;
  readonly failUnder: Grade | null;
}

function parse(args: readonly string[]): GradeOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      revision: { type: "string" },
      only: { type: "string" },
      language: { type: "string" },
      subproject: { type: "string" },
      format: { type: "string", default: "text" },
      out: { type: "string" },
      jobs: { type: "string" },
      "fail-under": { type: "string" },
      "no-cache": { type: "boolean", default: false },
    },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) {
    throw new UsageError("Name one folder or repository: `sealgrade grade PATH`.");
  }
  checkPartOptions(values);
  return {
    folder,
    revision: values.revision ?? null,
    part: values,
    format: oneOf(FORMATS, values.format, "--format"),
    out: values.out ?? null,
    workers: parseJobs(values.jobs),
    cacheFolder: values["no-cache"] ? null : loadCacheFolder(),
    failUnder:
      values["fail-under"] === undefined
        ? null
        : oneOf(GRADES, values["fail-under"].toUpperCase(), "--fail-under"),
  };
}

function parseJobs(text: string | undefined): number {
  if (text === undefined) return Math.min(os.availableParallelism(), MAX_JOBS);
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= MAX_JOBS) return jobs;
  throw new UsageError(`--jobs is a whole number from 1 to ${MAX_JOBS}, not "${text}".`);
}

const RENDERERS: Readonly<Record<Format, (report: Report, options: TextOptions) => Iterable<string>>> = {
  text: (report, options) => [renderText(report, options)],
  json: renderJsonPieces,
  sarif: (report) => [renderSarif(report)],
  markdown: (report) => [renderMarkdown(report)],
  codeclimate: (report) => [renderCodeClimate(report)],
};

function write(report: Report, options: GradeOptions, io: Terminal): void {
  const toTerminal = options.out === null && io.stdout.isTTY === true;
  const width = toTerminal ? (io.stdout.columns ?? PLAIN_WIDTH) : PLAIN_WIDTH;
  const pieces = RENDERERS[options.format](report, { color: toTerminal, width });
  if (options.out !== null) writeOut(options, options.out, pieces);
  else for (const piece of pieces) io.stdout.write(piece);
}

/**
 * Writes the report without going through a link: the graded folder may come from anywhere, and one named
 * like the report would have some other file of this user's overwritten.
 */
function writeOut({ folder }: Pick<GradeOptions, "folder">, file: string, pieces: Iterable<string>): void {
  if (leavesThroughLink(folder, path.dirname(path.resolve(file)))) throw new UsageError(linkRefusal(file));
  let descriptor: number;
  try {
    descriptor = openSync(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o666);
  } catch (cause) {
    if (isLoop(cause)) throw new UsageError(linkRefusal(file));
    throw new UsageError(`${file} cannot be written. Check that its folder exists and may be written to.`);
  }
  try {
    for (const piece of pieces) writeFileSync(descriptor, piece);
  } finally {
    closeSync(descriptor);
  }
}

/** Whether `target` is named as lying in `folder` but a link inside leads elsewhere. */
function leavesThroughLink(folder: string, target: string): boolean {
  const named = path.relative(path.resolve(folder), target);
  if (!isBelow(named) || !existsSync(target)) return false;
  return !isBelow(path.relative(realpathSync(folder), realpathSync(target)));
}

function isBelow(relative: string): boolean {
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function linkRefusal(file: string): string {
  return `${file} is or lies behind a symbolic link, which is not followed. Name the place it leads to, or another one.`;
}

function isLoop(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ELOOP";
}

/** A tree without graded code misses no threshold: there is nothing to be worse. */
function meets(grade: Grade | null, failUnder: Grade | null): boolean {
  if (grade === null || failUnder === null) return true;
  return GRADES.indexOf(grade) <= GRADES.indexOf(failUnder);
}
