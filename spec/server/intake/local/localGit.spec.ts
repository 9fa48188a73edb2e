import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { IntakeError } from "../../../../server/intake/errors.js";
import { type LocalSource, openLocalSource } from "../../../../server/intake/local/localGit.js";
import { unavailable } from "../../../support/unavailable.js";

describe("openLocalSource", () => {
  let folder = "";
  const { signal } = new AbortController();
  const at = (...names: string[]) => path.join(folder, ...names);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sealgrade-spec-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function git(...args: string[]): string {
    const who = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "protocol.file.allow=always"];
    return execFileSync("git", [...who, ...args], { cwd: folder, encoding: "utf8" }).trim();
  }

  function write(name: string, content: string) {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), content);
  }

  const open = (revision: string | null = null, below = folder) =>
    openLocalSource({ folder: below, revision, signal });

  async function read(source: LocalSource) {
    const { entries, skipped } = await source.list({ signal });
    const files: Record<string, string> = {};
    for await (const { entry, bytes } of source.readBlobs(entries, { signal }))
      files[entry.path] = bytes.toString();
    return { files, skipped };
  }

  async function refusal(work: Promise<unknown>): Promise<string> {
    const error = await work.then(
      () => "accepted",
      (reason: unknown) => reason,
    );
    return error instanceof IntakeError ? `${error.code}: ${error.publicMessage}` : String(error);
  }

  it("reads a work tree as on the disk: tracked and untracked, neither ignored nor deleted", async () => {
    git("init", "-q");
    write("a.ts", "old\n");
    write("src/b.ts", "b\r\n");
    write("gone.ts", "x");
    write(".gitignore", "*.log\nbuild/\n");
    git("add", ".");
    git("commit", "-qm", "first");
    write("a.ts", "changed\n");
    write("src/new.ts", "new\n");
    write("x.log", "ignored");
    write("build/out.ts", "ignored");
    unlinkSync(at("gone.ts"));
    const source = await open();
    expect([source.kind, source.commit]).to.deep.equal(["work-tree", null]);
    expect(await read(source)).to.deep.equal({
      files: {
        ".gitignore": "*.log\nbuild/\n",
        "a.ts": "changed\n",
        "src/b.ts": "b\r\n",
        "src/new.ts": "new\n",
      },
      skipped: [],
    });
  });

  it("gives a clean work tree and its revision alike, also from a folder within", async () => {
    git("init", "-q");
    write("a.ts", "a\r\n");
    write("src/b.ts", "b");
    write("src/deep/é.ts", "c");
    write("big.ts", "x".repeat(1_048_577));
    write("limit.ts", "x".repeat(1_048_576));
    symlinkSync("/etc/passwd", at("src/link.ts"));
    git("-c", "core.autocrlf=false", "add", ".");
    git("commit", "-qm", "first");
    for (const below of [folder, at("src")]) {
      const disk = await read(await open(null, below));
      const revision = await open("HEAD", below);
      expect([revision.kind, revision.commit]).to.deep.equal(["revision", git("rev-parse", "HEAD")]);
      expect(await read(revision)).to.deep.equal(disk);
    }
    const whole = await read(await open());
    expect(Object.keys(whole.files)).to.deep.equal(["a.ts", "limit.ts", "src/b.ts", "src/deep/é.ts"]);
    expect(whole.skipped).to.deep.equal([
      { path: "big.ts", reason: "too-large" },
      { path: "src/link.ts", reason: "symlink" },
    ]);
  });

  it("reads a revision of a bare repository, by branch, tag and commit", async () => {
    git("init", "-q", "-b", "main");
    write("a.ts", "one");
    git("add", ".");
    git("commit", "-qm", "one");
    git("tag", "-a", "-m", "t", "v1");
    write("a.ts", "two");
    git("commit", "-qam", "two");
    git("clone", "-q", "--bare", ".", "bare.git");
    const bare = at("bare.git");
    expect((await read(await open("v1", bare))).files).to.deep.equal({ "a.ts": "one" });
    expect((await read(await open("main", bare))).files).to.deep.equal({ "a.ts": "two" });
    expect((await read(await open(git("rev-parse", "HEAD^"), bare))).files).to.deep.equal({ "a.ts": "one" });
    expect(await refusal(open(null, bare))).to.include("--revision HEAD");
  });

  it("reads all files of a folder outside git, but nothing below .git", async () => {
    write("a.ts", "a");
    write("node/b.ts", "b");
    write(".git/objects/secret", "x");
    write("sub/.git/config", "x");
    const source = await open();
    expect(source.kind).to.equal("folder");
    expect(await read(source)).to.deep.equal({ files: { "a.ts": "a", "node/b.ts": "b" }, skipped: [] });
  });

  it("P07 never follows a link: not a file's, not a folder's, not one made after listing", async () => {
    git("init", "-q");
    write("real/passwd", "mine");
    write("later.ts", "mine");
    git("add", ".");
    git("commit", "-qm", "first");
    rmSync(at("real"), { recursive: true });
    symlinkSync("/etc", at("real"));
    symlinkSync("/etc/passwd", at("untracked.ts"));
    const source = await open();
    const { entries, skipped } = await source.list({ signal });
    expect(entries.map((entry) => entry.path)).to.deep.equal(["later.ts"]);
    expect(skipped).to.deep.equal([
      { path: "real", reason: "symlink" },
      { path: "real/passwd", reason: "symlink" },
      { path: "untracked.ts", reason: "symlink" },
    ]);
    unlinkSync(at("later.ts"));
    symlinkSync("/etc/passwd", at("later.ts"));
    const blobs: unknown[] = [];
    for await (const blob of source.readBlobs(entries, { signal })) blobs.push(blob);
    expect(blobs).to.deep.equal([]);
  });

  it("P07 runs nothing that the repository's configuration, hooks or attributes name", async () => {
    git("init", "-q");
    write("a.ts", "a");
    write(".gitattributes", "* filter=evil diff=evil\n");
    git("add", ".");
    git("commit", "-qm", "first");
    const canary = at("canary");
    const program = at(".git", "evil");
    writeFileSync(program, `#!/bin/sh\ntouch '${canary}'\n`);
    chmodSync(program, 0o755);
    const hooks = ["post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"];
    mkdirSync(at(".git/hooks"), { recursive: true });
    for (const hook of hooks)
      writeFileSync(at(".git/hooks", hook), `#!/bin/sh\ntouch '${canary}'\n`, { mode: 0o755 });
    const oid = git("rev-parse", "HEAD:a.ts");
    appendFileSync(
      at(".git/config"),
      `[core]\n\tfsmonitor = ${program}\n\tsshCommand = ${program}\n\tpager = ${program}\n\taskPass = ${program}\n` +
        `[filter "evil"]\n\tclean = ${program}\n\tsmudge = ${program}\n\tprocess = ${program}\n\trequired = true\n` +
        `[diff "evil"]\n\ttextconv = ${program}\n\tcommand = ${program}\n[alias]\n\tls-files = !${program}\n` +
        `[remote "origin"]\n\turl = ext::${program}\n\tpromisor = true\n\tpartialclonefilter = blob:none\n\tuploadpack = ${program}\n` +
        `[protocol]\n\tallow = always\n[extensions]\n\tpartialClone = origin\n[core]\n\trepositoryformatversion = 1\n`,
    );
    await read(await open());
    expect((await read(await open("HEAD"))).files["a.ts"]).to.equal("a");
    // A blob that is not there makes a partial clone fetch it, by the program its remote names.
    unlinkSync(at(".git/objects", oid.slice(0, 2), oid.slice(2)));
    await open("HEAD")
      .then(read)
      .catch(() => undefined);
    expect(existsSync(canary)).to.equal(false);
    // The trap is armed: an unguarded git falls into it.
    spawnSync("git", ["status"], { cwd: folder, stdio: "ignore" }); // its own failing does not matter
    expect(existsSync(canary), "the canary must be able to run").to.equal(true);
  });

  it("P07 is led to no other repository by the environment it is called in", async () => {
    git("init", "-q");
    write("a.ts", "a");
    git("add", ".");
    git("commit", "-qm", "first");
    process.env["GIT_DIR"] = at("elsewhere");
    try {
      expect((await open()).kind).to.equal("work-tree");
      expect((await read(await open("HEAD"))).files).to.deep.equal({ "a.ts": "a" });
    } finally {
      delete process.env["GIT_DIR"];
    }
  });

  it("skips submodules, nested repositories and deceptive names, saying so", async () => {
    git("init", "-q");
    write("ok.ts", "x");
    write("re\u202ets.ts", "x");
    write("inner/a.ts", "x");
    execFileSync("git", ["init", "-q"], { cwd: at("inner") });
    mkdirSync(at("module"));
    git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},module`);
    const { files, skipped } = await read(await open());
    expect(files).to.deep.equal({ "ok.ts": "x" });
    expect(skipped).to.deep.equal([
      { path: "inner", reason: "submodule" },
      { path: "module", reason: "submodule" },
      { path: "re\\u{202e}ts.ts", reason: "path" },
    ]);
  });

  it("names what is wrong with a path or revision", async () => {
    expect(await refusal(open(null, at("missing")))).to.match(/^local-input: This folder does not exist/);
    write("file.ts", "x");
    expect(await refusal(open(null, at("file.ts")))).to.match(/^local-input: This is a file/);
    expect(await refusal(open("HEAD"))).to.match(/^local-input: This folder is in no git repository/);
    git("init", "-q");
    for (const revision of ["HEAD", "nowhere", "--all", "", "HEAD; id", "-1"]) {
      expect(await refusal(open(revision)), revision).to.match(
        /^local-input: The repository has no such revision/,
      );
    }
  });

  it("reads a checkout that another user owns", async function () {
    if (process.getuid?.() !== 0) unavailable(this, "only root can give a folder to another user");
    git("init", "-q");
    write("a.ts", "a");
    git("add", ".");
    git("commit", "-qm", "first");
    execFileSync("chown", ["-R", "61100:61100", folder]);
    expect((await read(await open())).files).to.deep.equal({ "a.ts": "a" });
    expect((await read(await open("HEAD"))).files).to.deep.equal({ "a.ts": "a" });
  });
});
