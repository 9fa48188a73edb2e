import type { SkipReason } from "../../../../analyzer/types.js";
import type { IntakeCode } from "../../../../server/intake/errors.js";
import type { TestRepository, TreeLine } from "../support/testRepository.js";

type Files = Readonly<Record<string, string>>;

/** What a hostile repository must end as: one of these errors, or exactly these files and skipped paths. */
export type Ending =
  | { readonly fails: readonly IntakeCode[] }
  | {
      readonly files: Files | ((canary: string) => Files);
      readonly skipped?: readonly (readonly [string, SkipReason])[];
    };

/** A repository somebody could push to be read by a grader, and what it tries. */
export interface HostileRepository {
  readonly name: string;
  readonly tries: string;
  /** Fills an empty bare repository; `canary` is a command that leaves a trace wherever it runs. */
  build(repository: TestRepository, canary: string): void;
  /** Ask the server for its default branch first; else main is fetched. */
  readonly asksHead?: true;
  readonly ends: Ending;
}

export const MALFORMED: Ending = { fails: ["malformed-objects"] };
/** Git hosts answer broken storage in their own words, so two reasons are right. */
export const BROKEN: Ending = { fails: ["malformed-objects", "remote-failed"] };
export const FILE = "100644";
export const FOLDER = "40000";
export const PLAIN = { "ok.ts": "ok" } as const;

/** A main branch whose tree has a plain file and these lines, in git's order. */
export function withLines(make: (r: TestRepository) => readonly TreeLine[]): HostileRepository["build"] {
  return (r) => {
    const lines = [...make(r), { mode: FILE, oid: r.blob("ok"), name: "ok.ts" }];
    lines.sort((a, b) => Buffer.compare(orderOf(a), orderOf(b)));
    r.branch("main", r.commit(r.tree(lines)));
  };
}

export function orderOf(line: TreeLine): Buffer {
  return Buffer.concat([Buffer.from(line.name), Buffer.from(line.mode === FOLDER ? "/" : "")]);
}

export const oneFile = (name: string | Buffer, content = "x") =>
  withLines((r) => [{ mode: FILE, oid: r.blob(content), name }]);
export const oneFolder = (name: string | Buffer) =>
  withLines((r) => [{ mode: FOLDER, oid: r.tree([{ mode: FILE, oid: r.blob("x"), name: "config" }]), name }]);
