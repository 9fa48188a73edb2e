import {
  ANALYZER_VERSION,
  detectLanguage,
  extensionOf,
  FACTS_FORMAT,
  mapSettingsKey,
  type Settings,
} from "../../analyzer/index.js";
import type { Pool } from "../../analyzer/pool/pool.js";
import type { MapResult, Role, SettingsProblem, SkippedFile } from "../../analyzer/types.js";
import { IntakeError } from "../intake/errors.js";
import type { Blob, TreeEntry } from "../intake/intake.js";
import type { FactsStore } from "./factsStore.js";
import { createInFlight } from "./inFlight.js";
import type { PlannedFile } from "./planFiles.js";
import { type CodeSource, planTree } from "./planTree.js";
import type { SourceKeeper } from "./sourceKeeper.js";

/**
 * Most functions and suppressing comments of one revision. They stand in memory all at once to be put together;
 * some of the largest repositories there are hold fewer, a small pack that was made to can hold millions.
 */
const MAX_FACTS = 500_000;

/** A measured file with its facts. */
export interface CollectedFile {
  readonly entry: TreeEntry;
  readonly role: Role;
  readonly factsId: string;
  readonly result: MapResult;
}

export interface CollectedFacts {
  readonly files: readonly CollectedFile[];
  readonly skipped: readonly SkippedFile[];
  readonly settings: Settings;
  readonly settingsProblems: readonly SettingsProblem[];
}

export interface CollectDeps {
  readonly code: CodeSource;
  readonly startAnalyzer: () => Promise<Pool>;
  readonly facts: Pick<FactsStore, "find" | "put" | "flush">;
  readonly sources: Pick<SourceKeeper, "wants" | "offer" | "flush">;
  readonly signal: AbortSignal;
  /** Measured files so far, of all that will be measured. */
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * The read stage: lists the tree, leaves out what is not measured with a reason each, takes facts that
 * earlier analyses stored and has the rest measured in the sandbox.
 */
export async function collectFacts(deps: CollectDeps): Promise<CollectedFacts> {
  const { listing, plan } = await planTree(deps.code, deps.signal);
  const wanted = plan.files.map((file) => ({ ...file, factsId: factsIdOf(file) }));
  const known = await deps.facts.find(wanted.map((file) => file.factsId));
  const counted = createCount();
  const files: CollectedFile[] = [];
  const missing: WantedFile[] = [];
  for (const file of wanted) {
    const result = known.get(file.factsId);
    if (result === undefined || (result.kind === "facts" && deps.sources.wants(file.entry.oid)))
      missing.push(file);
    else {
      counted(result);
      files.push(collectedFile(file, result));
    }
  }
  const [done, total] = [files.length, wanted.length];
  deps.onProgress(done, total);
  const measured = await measure(deps, { missing, known, counted, done, total });
  return {
    files: [...files, ...measured],
    skipped: [...listing.skipped, ...plan.skipped],
    settings: plan.settings,
    settingsProblems: plan.settingsProblems,
  };
}

/** A file of which facts are wanted, and the name under which they are known. */
interface WantedFile extends PlannedFile<TreeEntry> {
  readonly factsId: string;
}

/**
 * Facts depend on these four and nothing else, so they are stored under a keyed hash of them. Of a file whose name
 * does not say its language, the extension decides together with the content.
 */
function factsIdOf(file: PlannedFile<TreeEntry>): string {
  return [
    file.entry.oid,
    file.language ?? `by-content ${extensionOf(file.entry.path)}`,
    mapSettingsKey(file.settings),
    `${ANALYZER_VERSION}.${FACTS_FORMAT}`,
  ].join("\n");
}

interface Measuring {
  readonly missing: readonly WantedFile[];
  readonly known: ReadonlyMap<string, MapResult>;
  /** @throws IntakeError when that makes too many */
  readonly counted: (result: MapResult) => void;
  readonly done: number;
  readonly total: number;
}

function createCount(): Measuring["counted"] {
  let count = 0;
  return (result) => {
    if (result.kind === "facts") count += result.facts.functions.length + result.facts.suppressions.length;
    if (count <= MAX_FACTS) return;
    throw new IntakeError(
      "over-limit-entries",
      `The revision holds more than ${MAX_FACTS.toLocaleString("en")} functions. Sealgrade measures no more than that: exclude generated or vendored folders in .sealgrade.yml, or split the repository.`,
    );
  };
}

async function measure(deps: CollectDeps, work: Measuring): Promise<CollectedFile[]> {
  if (work.missing.length === 0) return [];
  const analyzer = await deps.startAnalyzer();
  try {
    return await streamThrough(analyzer, deps, work);
  } finally {
    await analyzer.close();
  }
}

async function streamThrough(analyzer: Pool, deps: CollectDeps, work: Measuring): Promise<CollectedFile[]> {
  const unread = new Map(work.missing.map((file, id) => [file.entry.path, { file, id }]));
  const collected: CollectedFile[] = [];
  const inFlight = createInFlight();
  let done = work.done;
  const entries = work.missing.map((file) => file.entry);
  for await (const { entry, bytes, skip } of deps.code.readBlobs(entries, { signal: deps.signal })) {
    const planned = unread.get(entry.path);
    if (planned === undefined) continue;
    unread.delete(entry.path);
    const { file, id } = planned;
    await inFlight.room(bytes.length);
    inFlight.add(bytes.length, async () => {
      const result = await measureOne(analyzer, { id, file, bytes, skip, work });
      work.counted(result);
      collected[id] = collectedFile(file, result);
      await keep(deps, { file, bytes, result, known: work.known });
      deps.onProgress(++done, work.total);
    });
  }
  // What became unreadable between listing and reading is not yielded; it must not vanish from the report.
  for (const { file, id } of unread.values()) collected[id] = collectedFile(file, FAILED);
  await inFlight.empty();
  await deps.facts.flush();
  await deps.sources.flush();
  return collected;
}

const FAILED: MapResult = { kind: "skipped", reason: "failed" };

function collectedFile({ entry, role, factsId }: WantedFile, result: MapResult): CollectedFile {
  return { entry, role, factsId, result };
}

interface Measured {
  readonly file: WantedFile;
  readonly bytes: Buffer;
  readonly result: MapResult;
  readonly known: ReadonlyMap<string, MapResult>;
}

/** A file the analyzer failed on is tried again next time: a busy machine may have been the reason. */
async function keep(deps: CollectDeps, { file, bytes, result, known }: Measured): Promise<void> {
  const failed = result.kind === "skipped" && result.reason === "failed";
  if (!failed && !known.has(file.factsId)) await deps.facts.put(file.factsId, result);
  if (result.kind === "facts") await deps.sources.offer(file.entry.oid, bytes);
}

async function measureOne(
  analyzer: Pool,
  one: { id: number; file: WantedFile; work: Measuring } & Pick<Blob, "bytes" | "skip">,
): Promise<MapResult> {
  if (one.skip !== null) return { kind: "skipped", reason: one.skip };
  const known = one.work.known.get(one.file.factsId);
  if (known !== undefined) return known;
  const path = one.file.entry.path;
  const language = one.file.language ?? detectLanguage(path, one.bytes);
  if (language === null) return { kind: "skipped", reason: "unsupported-language" };
  return analyzer.analyze(one.id, path, one.bytes, language, one.file.settings);
}
