import { expect } from "chai";
import { ANALYZER_VERSION, FACTS_FORMAT } from "../../../analyzer/index.js";
import type { MapResult } from "../../../analyzer/types.js";
import { collectFacts } from "../../../server/analysis/collectFacts.js";
import type { CodeSource } from "../../../server/analysis/planTree.js";
import { IntakeError } from "../../../server/intake/errors.js";
import type { Blob, TreeEntry } from "../../../server/intake/intake.js";
import { NO_CLONES, plainFunction } from "../../analyzer/grading/facts.js";

const FACTS = {
  kind: "facts",
  facts: {
    language: "typescript",
    lines: 1,
    codeLines: 1,
    commentLines: 0,
    blankLines: 0,
    gradedLines: 1,
    parseErrorLines: 0,
    functions: [],
    types: [],
    suppressions: [],
    clones: NO_CLONES,
  },
} satisfies MapResult;
const MANY: MapResult = {
  kind: "facts",
  facts: { ...FACTS.facts, functions: Array.from({ length: 10_000 }, () => plainFunction()) },
};
const FAILED: MapResult = { kind: "skipped", reason: "failed" };

describe("collectFacts", () => {
  it("lists a file that could not be read any more as failed, and gives no other file its place", async () => {
    const collected = await collectFacts(deps({ paths: ["a.ts", "gone.ts", "z.ts"], unreadable: "gone.ts" }));
    expect(collected.files.map(({ entry, result }) => [entry.path, result.kind])).to.deep.equal([
      ["a.ts", "facts"],
      ["gone.ts", "skipped"],
      ["z.ts", "facts"],
    ]);
  });

  it("stores what was measured, and nothing of a file on which the analyzer failed", async () => {
    const stored: string[] = [];
    await collectFacts(deps({ paths: ["a.ts", "z.ts"], failing: "a.ts", stored }));
    expect(stored).to.have.length(1);
    expect(stored[0]).to.match(/^oid of z\.ts\n/);
  });

  it("keeps facts of equal bytes apart where the extension decides together with the content", async () => {
    const stored: string[] = [];
    const { files, skipped } = await collectFacts(deps({ paths: ["a.h", "a.mm", "run"], stored }));
    expect(stored.map((factsId) => factsId.split("\n").slice(0, 2))).to.have.deep.members([
      ["oid of a.h", "by-content .h"],
      ["oid of a.mm", "by-content .mm"],
      ["oid of run", "by-content "],
    ]);
    expect(files.map(({ result }) => result.kind)).to.deep.equal(["facts", "facts", "skipped"]);
    expect(skipped).to.deep.equal([]);
  });

  it("P11 keeps facts of equal bytes apart where settings or versions differ, which measure them otherwise", async () => {
    const stored: string[] = [];
    const settings = "include: [z.ts]\n";
    await collectFacts(deps({ paths: [".sealgrade.yml", "a.ts", "z.ts", "z.vue"], settings, stored }));
    const parts = new Map(stored.map((id) => [id.split("\n")[0], id.split("\n").slice(2)]));
    const kept = (keeps: boolean) => ({ keepGenerated: keeps, keepMinified: keeps });
    for (const [path, map] of [
      ["a.ts", kept(false)],
      ["z.ts", kept(true)],
      ["z.vue", { ...kept(false), onlyScripts: true }],
    ] as const)
      expect(parts.get(`oid of ${path}`), path).to.deep.equal([
        JSON.stringify(map),
        `${ANALYZER_VERSION}.${FACTS_FORMAT}`,
      ]);
  });

  it("P12 ends an analysis whose functions would not fit into memory together, measured or known", async () => {
    // 50 × 10,000 is the most there may be: 500,000.
    const paths = (count: number) => Array.from({ length: count }, (_, at) => `${at}.ts`);
    for (const known of [false, true]) {
      const fits = await collectFacts(deps({ paths: paths(50), result: MANY, known }));
      expect(fits.files).to.have.length(50);
      const error = await collectFacts(deps({ paths: paths(51), result: MANY, known })).catch(
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(IntakeError).with.property("code", "over-limit-entries");
      expect(error)
        .to.have.property("publicMessage")
        .that.contains("500,000 functions")
        .and.contains("exclude");
    }
  });
});

interface Setup {
  readonly paths: readonly string[];
  readonly unreadable?: string;
  readonly failing?: string;
  readonly stored?: string[];
  /** Text of `.sealgrade.yml`. */
  readonly settings?: string;
  /** What the analyzer says of every file. */
  readonly result?: MapResult;
  /** Whether an earlier analysis stored just that. */
  readonly known?: boolean;
}

/** A tree in memory and an analyzer that says the same of every file but the failing one. */
function deps(setup: Setup): Parameters<typeof collectFacts>[0] {
  return {
    code: tree(setup),
    startAnalyzer: async () => ({
      ready: async () => undefined,
      room: async () => undefined,
      close: async () => undefined,
      analyze: async (_id, path) => (path === setup.failing ? FAILED : (setup.result ?? FACTS)),
    }),
    facts: {
      find: async (ids) => new Map(setup.known ? ids.map((id) => [id, setup.result ?? FACTS]) : []),
      put: async (id) => void setup.stored?.push(id),
      flush: async () => undefined,
    },
    sources: { wants: () => false, offer: async () => undefined, flush: async () => undefined },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
}

function tree({ paths, unreadable, settings = "" }: Setup): CodeSource {
  const entries = paths.map((path) => ({ path, oid: `oid of ${path}`, sizeBytes: 1 }));
  return {
    list: async () => ({ entries, skipped: [] }),
    readBlobs: async function* (wanted: readonly TreeEntry[]): AsyncIterable<Blob> {
      for (const entry of wanted) {
        const bytes = Buffer.from(entry.path === ".sealgrade.yml" ? settings : "1");
        if (entry.path !== unreadable) yield { entry, bytes, skip: null };
      }
    },
  };
}
