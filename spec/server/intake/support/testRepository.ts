import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deflateSync } from "node:zlib";

/** A line of a tree: mode, object, name. Names are bytes: hostile ones need not be text. */
export interface TreeLine {
  readonly mode: string;
  readonly oid: string;
  readonly name: string | Buffer;
}

/** A bare repository made by plumbing alone, so that it can hold what no ordinary git would write. */
export interface TestRepository {
  readonly folder: string;
  git(args: readonly string[], input?: string | Buffer): string;
  blob(content: string | Buffer): string;
  /** A tree of exactly these lines in this order, nothing checked. */
  tree(lines: readonly TreeLine[]): string;
  /** Any bytes as an object of any type, nothing checked. */
  object(type: string, content: Buffer): string;
  commit(tree: string, o?: { message?: string; committer?: string; headers?: string }): string;
  /** Points a branch at any object. */
  branch(name: string, oid: string): void;
  /** A commit of these files on main; its id. */
  files(files: Readonly<Record<string, string | Buffer>>): string;
  /** Appends to the repository's own configuration on the server. */
  configure(text: string): void;
}

const WHO = "Spec <spec@example.org> 1700000000 +0000";

/** Makes (or opens) the repository at `folder`. */
export function repository(folder: string): TestRepository {
  const git: TestRepository["git"] = (args, input = "") =>
    execFileSync("git", args, {
      cwd: existsSync(folder) ? folder : undefined,
      input,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["pipe", "pipe", "pipe"],
      env: { PATH: "/usr/bin:/bin", HOME: "/nonexistent", GIT_CONFIG_NOSYSTEM: "1" },
    }).trim();
  if (!existsSync(folder)) git(["init", "-q", "--bare", "-b", "main", folder]);
  const object = (type: string, content: Buffer) => writeLooseObject(folder, type, content);
  const blob = (content: string | Buffer) => object("blob", Buffer.from(content));
  const tree = (lines: readonly TreeLine[]) => object("tree", Buffer.concat(lines.map(treeLine)));
  const commit: TestRepository["commit"] = (of, o = {}) => {
    const lines = [`tree ${of}`, `author ${WHO}`, `committer ${o.committer ?? WHO}`];
    if (o.headers) lines.push(o.headers);
    return object("commit", Buffer.from(`${lines.join("\n")}\n\n${o.message ?? "a commit"}\n`));
  };
  const branch = (name: string, oid: string) => {
    const file = path.join(folder, "refs/heads", name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${oid}\n`);
  };
  return {
    folder,
    git,
    blob,
    tree,
    object,
    commit,
    branch,
    files: (files) => {
      const oid = commit(folderTree(Object.entries(files), { blob, tree }));
      branch("main", oid);
      return oid;
    },
    configure: (text) => appendFileSync(path.join(folder, "config"), text),
  };
}

function treeLine({ mode, oid, name }: TreeLine): Buffer {
  return Buffer.concat([
    Buffer.from(`${mode} `),
    Buffer.from(name),
    Buffer.from([0]),
    Buffer.from(oid, "hex"),
  ]);
}

/** `git hash-object --literally` one process at a time is slow for the thousands some repositories need. */
function writeLooseObject(folder: string, type: string, content: Buffer): string {
  const whole = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
  const oid = createHash("sha1").update(whole).digest("hex");
  const file = path.join(folder, "objects", oid.slice(0, 2), oid.slice(2));
  mkdirSync(path.dirname(file), { recursive: true });
  if (!existsSync(file)) writeFileSync(file, deflateSync(whole, { level: 1 }));
  return oid;
}

type Files = readonly (readonly [path: string, content: string | Buffer])[];

function folderTree(files: Files, write: Pick<TestRepository, "blob" | "tree">): string {
  const folders = new Map<string, (readonly [string, string | Buffer])[]>();
  const lines: { mode: string; oid: string; name: string; order: string }[] = [];
  for (const [file, content] of files) {
    const slash = file.indexOf("/");
    if (slash === -1) {
      lines.push({ mode: "100644", oid: write.blob(content), name: file, order: file });
      continue;
    }
    const name = file.slice(0, slash);
    const inside = folders.get(name) ?? [];
    inside.push([file.slice(slash + 1), content]);
    folders.set(name, inside);
  }
  for (const [name, inside] of folders) {
    lines.push({ mode: "40000", oid: folderTree(inside, write), name, order: `${name}/` });
  }
  lines.sort((a, b) => Buffer.compare(Buffer.from(a.order), Buffer.from(b.order)));
  return write.tree(lines);
}
