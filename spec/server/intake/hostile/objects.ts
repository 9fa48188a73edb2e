import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { TestRepository } from "../support/testRepository.js";
import { BROKEN, FILE, type HostileRepository, MALFORMED, PLAIN, withLines } from "./hostileRepository.js";

/** Repositories that try objects that are not what they should be. */
export const OBJECTS: readonly HostileRepository[] = [
  {
    name: "unsorted",
    tries: "a tree out of order, to hide an entry from a search",
    build: (r) =>
      r.branch(
        "main",
        r.commit(
          r.tree([
            { mode: FILE, oid: r.blob("x"), name: "b" },
            { mode: FILE, oid: r.blob("x"), name: "a" },
          ]),
        ),
      ),
    ends: MALFORMED,
  },
  {
    name: "duplicate",
    tries: "two files of one name",
    build: (r) =>
      r.branch(
        "main",
        r.commit(
          r.tree([
            { mode: FILE, oid: r.blob("x"), name: "a" },
            { mode: FILE, oid: r.blob("y"), name: "a" },
          ]),
        ),
      ),
    ends: MALFORMED,
  },
  {
    name: "null-id",
    tries: "a file without an object",
    build: withLines(() => [{ mode: FILE, oid: "0".repeat(40), name: "a" }]),
    ends: BROKEN,
  },
  {
    name: "zero-padded",
    tries: "an old writer's padded modes, which are harmless and must be read",
    build: withLines((r) => [
      { mode: "040000", oid: r.tree([{ mode: FILE, oid: r.blob("x"), name: "x.ts" }]), name: "old" },
    ]),
    ends: { files: { ...PLAIN, "old/x.ts": "x" } },
  },
  {
    name: "truncated-tree",
    tries: "a tree that ends inside an object id",
    build: (r) => r.branch("main", r.commit(r.object("tree", Buffer.from("100644 a\0abc")))),
    ends: BROKEN,
  },
  {
    name: "no-author",
    tries: "a commit with nothing but a tree",
    build: (r) => r.branch("main", r.object("commit", Buffer.from(`tree ${r.tree([])}\n\nx\n`))),
    ends: MALFORMED,
  },
  {
    name: "date-overflow",
    tries: "a commit at the end of time",
    build: (r) => r.branch("main", r.commit(r.tree([]), { committer: `n <e> ${"9".repeat(30)} +0000` })),
    ends: MALFORMED,
  },
  {
    name: "nul-in-commit",
    tries: "a commit that says one thing to people and another to git",
    build: (r) => r.branch("main", r.commit(r.tree([]), { message: "good\0evil" })),
    ends: MALFORMED,
  },
  {
    name: "corrupt",
    tries: "an object that is not compressed data",
    build: (r) => {
      r.files({ "ok.ts": "ok" });
      overwriteObject(r, r.blob("ok"), Buffer.from("not zlib"));
    },
    ends: BROKEN,
  },
  {
    name: "wrong-name",
    tries: "an object under the name of another one",
    build: (r) => {
      r.files({ "ok.ts": "ok" });
      overwriteObject(r, r.blob("ok"), readFileSync(objectFile(r, r.blob("evil"))));
    },
    // What a filtered fetch lacks was left out by the filter, as far as anybody can tell.
    ends: { files: {}, skipped: [["ok.ts", "too-large"]] },
  },
  {
    name: "missing-blob",
    tries: "a file whose object is gone",
    build: (r) => {
      r.files({ "ok.ts": "ok" });
      rmSync(objectFile(r, r.blob("ok")));
    },
    ends: BROKEN,
  },
  {
    name: "missing-tree",
    tries: "a folder whose object is gone",
    build: (r) => {
      r.files({ "ok.ts": "ok", "d/x.ts": "x" });
      rmSync(objectFile(r, r.tree([{ mode: FILE, oid: r.blob("x"), name: "x.ts" }])));
    },
    ends: BROKEN,
  },
];

function objectFile(r: TestRepository, oid: string): string {
  return path.join(r.folder, "objects", oid.slice(0, 2), oid.slice(2));
}

function overwriteObject(r: TestRepository, oid: string, bytes: Buffer) {
  rmSync(objectFile(r, oid), { force: true });
  writeFileSync(objectFile(r, oid), bytes);
}
