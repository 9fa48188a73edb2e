import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FILE, type HostileRepository, MALFORMED, PLAIN } from "./hostileRepository.js";

/** Repositories that try refs that point elsewhere. */
export const REFS: readonly HostileRepository[] = [
  {
    name: "blob-head",
    tries: "a branch that points at a file",
    build: (r) => r.branch("main", r.blob("x")),
    ends: MALFORMED,
  },
  {
    name: "tree-head",
    tries: "a branch that points at a tree",
    build: (r) => r.branch("main", r.tree([])),
    ends: MALFORMED,
  },
  {
    name: "tag-head",
    tries: "a branch that points at a tag of a tag",
    build: (r) => {
      const commit = r.files({ "ok.ts": "ok" });
      const tag = (of: string, type: string) =>
        r.object(
          "tag",
          Buffer.from(`object ${of}\ntype ${type}\ntag t\ntagger n <e> 1700000000 +0000\n\nx\n`),
        );
      r.branch("main", tag(tag(commit, "commit"), "tag"));
    },
    ends: { files: PLAIN },
  },
  {
    name: "tag-blob-head",
    tries: "a branch that points at a tag of a file",
    build: (r) =>
      r.branch(
        "main",
        r.object(
          "tag",
          Buffer.from(`object ${r.blob("x")}\ntype blob\ntag t\ntagger n <e> 1700000000 +0000\n\nx\n`),
        ),
      ),
    ends: MALFORMED,
  },
  {
    name: "shallow",
    tries: "a server that is shallow itself, its parents missing",
    build: (r) => {
      const tree = r.tree([{ mode: FILE, oid: r.blob("ok"), name: "ok.ts" }]);
      const who = "n <e> 1700000000 +0000";
      const commit = r.object(
        "commit",
        Buffer.from(`tree ${tree}\nparent ${"1".repeat(40)}\nauthor ${who}\ncommitter ${who}\n\nx\n`),
      );
      writeFileSync(path.join(r.folder, "shallow"), `${commit}\n`);
      r.branch("main", commit);
    },
    ends: { files: PLAIN },
  },
  {
    name: "head-symlink",
    tries: "a HEAD that is a link to a file of the server",
    build: (r) => {
      r.files({ "ok.ts": "ok" });
      rmSync(path.join(r.folder, "HEAD"));
      symlinkSync("refs/heads/main", path.join(r.folder, "HEAD"));
    },
    ends: { files: PLAIN },
  },
  {
    name: "option-branch",
    tries: "a default branch that is an option",
    build: (r) => {
      r.branch("--upload-pack=touch", r.commit(r.tree([])));
      writeFileSync(path.join(r.folder, "HEAD"), "ref: refs/heads/--upload-pack=touch\n");
    },
    ends: { fails: ["branch-missing"] },
  },
  {
    name: "long-branch",
    tries: "a default branch of 2,000 characters",
    build: (r) => {
      const name = Array.from({ length: 10 }, () => "b".repeat(200)).join("/");
      r.branch(name, r.commit(r.tree([])));
      writeFileSync(path.join(r.folder, "HEAD"), `ref: refs/heads/${name}\n`);
    },
    ends: { fails: ["branch-missing"] },
  },
  {
    name: "bidi-branch",
    tries: "a default branch whose name reads backwards",
    build: (r) => {
      r.branch("a\u202eb", r.commit(r.tree([])));
      writeFileSync(path.join(r.folder, "HEAD"), "ref: refs/heads/a\u202eb\n");
    },
    ends: { fails: ["branch-missing"] },
  },
  {
    name: "detached",
    tries: "a HEAD without a branch",
    build: (r) => writeFileSync(path.join(r.folder, "HEAD"), `${r.files({ "ok.ts": "ok" })}\n`),
    ends: { fails: ["branch-missing"] },
  },
  {
    name: "nothing",
    tries: "no commit at all",
    build: () => undefined,
    ends: { fails: ["empty-repository"] },
  },
];
