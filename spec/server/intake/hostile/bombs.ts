import {
  FILE,
  FOLDER,
  type HostileRepository,
  MALFORMED,
  oneFile,
  PLAIN,
  withLines,
} from "./hostileRepository.js";

/** Repositories that try things that are too much. */
export const BOMBS: readonly HostileRepository[] = [
  {
    name: "tree-bomb",
    tries: "ten folders in ten folders, ten times over: 10^10 files of a few kilobytes",
    build: (r) => {
      const width = Array.from({ length: 10 }, (_, index) => `f${index}`);
      let tree = r.tree(width.map((name) => ({ mode: FILE, oid: r.blob("x"), name })));
      for (let level = 1; level < 10; level++)
        tree = r.tree(width.map((name) => ({ mode: FOLDER, oid: tree, name })));
      r.branch("main", r.commit(tree));
    },
    ends: { fails: ["over-limit-entries"] },
  },
  {
    name: "many-entries",
    tries: "200,001 files in one folder, one over the limit",
    build: (r) => {
      const oid = r.blob("x");
      const lines = Array.from({ length: 200_001 }, (_, index) => ({
        mode: FILE,
        oid,
        name: String(1_000_000 + index),
      }));
      r.branch("main", r.commit(r.tree(lines)));
    },
    ends: { fails: ["over-limit-entries"] },
  },
  {
    name: "deep",
    tries: "a file below 200 folders",
    build: withLines((r) => {
      let tree = r.tree([{ mode: FILE, oid: r.blob("x"), name: "x.ts" }]);
      for (let level = 1; level < 200; level++) tree = r.tree([{ mode: FOLDER, oid: tree, name: "d" }]);
      return [{ mode: FOLDER, oid: tree, name: "d" }];
    }),
    ends: { files: PLAIN, skipped: [[`${"d/".repeat(99)}d…`, "path"]] },
  },
  {
    name: "abyss",
    tries: "a file below 5,000 folders, to overflow a stack",
    build: (r) => {
      let tree = r.tree([{ mode: FILE, oid: r.blob("x"), name: "x.ts" }]);
      for (let level = 0; level < 5_000; level++) tree = r.tree([{ mode: FOLDER, oid: tree, name: "d" }]);
      r.branch("main", r.commit(tree));
    },
    ends: { files: {}, skipped: [[`${"d/".repeat(99)}d…`, "path"]] },
  },
  {
    name: "huge-blob",
    tries: "a file of 64 MiB that is 64 KiB on the wire",
    build: oneFile("huge.ts", "\n".repeat(64 * 1024 * 1024)),
    ends: { files: PLAIN, skipped: [["huge.ts", "too-large"]] },
  },
  {
    name: "huge-commit",
    tries: "a commit message of 2 MiB",
    build: (r) => r.branch("main", r.commit(r.tree([]), { message: "m".repeat(2 * 1024 * 1024) })),
    ends: MALFORMED,
  },
  {
    name: "binary",
    tries: "a source file that is not text",
    build: oneFile("a.ts", "const a = 1;\0\0"),
    ends: { files: PLAIN, skipped: [["a.ts", "binary"]] },
  },
];
