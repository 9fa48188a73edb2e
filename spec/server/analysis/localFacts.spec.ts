import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect } from "chai";
import { ANALYZER_VERSION, FACTS_FORMAT } from "../../../analyzer/index.js";
import type { MapResult } from "../../../analyzer/types.js";
import { openLocalFacts } from "../../../server/analysis/localFacts.js";
import { plainFacts, plainFunction } from "../../analyzer/grading/facts.js";
import { unavailable } from "../../support/unavailable.js";

const HOUR_MS = 3_600_000;
/** Facts of another analyzer, and facts in another form, have other names. */
const VERSION = `${ANALYZER_VERSION}.${FACTS_FORMAT}`;
const RESULT: MapResult = { kind: "facts", facts: plainFacts({ functions: [plainFunction()] }) };
const SKIPPED: MapResult = { kind: "skipped", reason: "binary" };

describe("openLocalFacts", function () {
  this.timeout(30_000);
  let cacheFolder: string;
  beforeEach(() => {
    cacheFolder = mkdtempSync(path.join(os.tmpdir(), "sealgrade-facts-"));
  });
  afterEach(() => rmSync(cacheFolder, { recursive: true, force: true }));

  const open = (identity = "folder", nowMs = Date.now()) => openLocalFacts({ cacheFolder, identity, nowMs });
  const keep = async (entries: Record<string, MapResult>, identity = "folder") => {
    const facts = open(identity);
    for (const [id, result] of Object.entries(entries)) await facts.put(id, result);
    facts.save();
  };
  const onlyFile = () => {
    const [name = "", ...others] = readdirSync(path.join(cacheFolder, "facts"));
    expect(others).to.deep.equal([]);
    return path.join(cacheFolder, "facts", name);
  };

  /** What code prints that is given the `facts` of "folder", in a process that can be limited and stopped. */
  const inOwnProcess = (code: string, limits: readonly string[] = []): string => {
    const module = new URL("../../../server/analysis/localFacts.js", import.meta.url);
    const options = { cacheFolder, identity: "folder", nowMs: Date.now() };
    const script = `
      import { openLocalFacts } from ${JSON.stringify(module)};
      const facts = openLocalFacts(${JSON.stringify(options)});
      ${code}`;
    const args = [...limits, process.execPath, "--input-type=module", "--eval", script];
    return execFileSync("prlimit", args, { encoding: "utf8", timeout: 20_000, killSignal: "SIGKILL" });
  };

  it("gives back what an earlier run kept, to the same folder alone", async () => {
    await keep({ a: RESULT, b: SKIPPED });
    const found = await open().find(["a", "b", "c"]);
    expect([...found]).to.deep.equal([
      ["a", RESULT],
      ["b", SKIPPED],
    ]);
    expect(open("another").isEmpty).to.equal(true);
  });

  it("keeps what a run has used and forgets the rest", async () => {
    await keep({ a: RESULT, b: SKIPPED });
    const facts = open();
    await facts.find(["b"]);
    await facts.put("c", RESULT);
    facts.save();
    expect([...(await open().find(["a", "b", "c"])).keys()]).to.deep.equal(["b", "c"]);
  });

  it("is readable for its user alone", async () => {
    await keep({ a: RESULT });
    expect(statSync(onlyFile()).mode & 0o777).to.equal(0o600);
    expect(statSync(path.dirname(onlyFile())).mode & 0o777).to.equal(0o700);
  });

  it("is as good as none when changed or cut anywhere", async () => {
    await keep({ a: RESULT });
    const file = onlyFile();
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length; at += 7) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(file, changed);
      expect(open().isEmpty, `changed at ${at}`).to.equal(true);
      writeFileSync(file, whole.subarray(0, at));
      expect(open().isEmpty, `cut at ${at}`).to.equal(true);
    }
  });

  it("P12 is as good as none when its entries end elsewhere than the file, as another version's may", async () => {
    await keep({ a: RESULT });
    const file = onlyFile();
    const body = readFileSync(file).subarray(32);
    // Cut inside of the key, inside of the length, and inside of what the length promises.
    for (const length of [8, 18, body.length - 1]) {
      const cut = body.subarray(0, length);
      writeFileSync(file, Buffer.concat([createHash("sha256").update(cut).digest(), cut]));
      expect(open().isEmpty, `${length} bytes`).to.equal(true);
    }
  });

  it("P12 measures again what it finds whole but cannot read", async () => {
    await keep({ a: RESULT });
    const file = onlyFile();
    const body = readFileSync(file).subarray(32);
    // The first byte of the facts, behind 16 bytes of key and 4 of length, belongs to the mark of their format.
    body[20] = (body[20] ?? 0) ^ 1;
    writeFileSync(file, Buffer.concat([createHash("sha256").update(body).digest(), body]));
    expect([...(await open().find(["a"])).keys()]).to.deep.equal([]);
  });

  it("P12 takes nothing from a file or a folder that others can write to, nor through a link", async () => {
    await keep({ a: RESULT });
    const file = onlyFile();
    const folder = path.dirname(file);
    for (const [place, mode] of [
      [file, 0o600],
      [folder, 0o700],
    ] as const) {
      for (const writable of [0o020, 0o002]) {
        chmodSync(place, mode | writable);
        expect(open().isEmpty, `${place} writable by others`).to.equal(true);
      }
      chmodSync(place, mode);
      renameSync(place, `${place}.real`);
      symlinkSync(`${place}.real`, place);
      expect(open().isEmpty, `${place} a link`).to.equal(true);
      rmSync(place);
      renameSync(`${place}.real`, place);
      expect(open().isEmpty, `${place} as it was`).to.equal(false);
    }
  });

  it("P12 takes nothing from a file of another user", async function () {
    if (process.getuid?.() !== 0) return unavailable(this, "only root can give a file away");
    await keep({ a: RESULT });
    chownSync(onlyFile(), 12_345, 12_345);
    expect(open().isEmpty).to.equal(true);
  });

  it("P12 does not wait for a pipe in its place", async () => {
    await keep({ a: RESULT });
    const file = onlyFile();
    rmSync(file);
    execFileSync("mkfifo", [file]);
    expect(inOwnProcess("process.stdout.write(String(facts.isEmpty));")).to.equal("true");
  });

  it("P12 removes and writes nothing where its folder is a link", async () => {
    const elsewhere = path.join(cacheFolder, "elsewhere");
    mkdirSync(elsewhere);
    const old = path.join(elsewhere, `${"a".repeat(32)}.facts`);
    const longAgo = new Date(Date.now() - 31 * 24 * HOUR_MS);
    writeFileSync(old, "");
    utimesSync(old, longAgo, longAgo);
    symlinkSync(elsewhere, path.join(cacheFolder, "facts"));
    await keep({ a: RESULT });
    expect(readdirSync(elsewhere)).to.deep.equal([path.basename(old)]);
  });

  it("P12 removes no old file but its own", async () => {
    await keep({ a: RESULT });
    const longAgo = new Date(Date.now() - 31 * 24 * HOUR_MS);
    const names = ["notes.txt", `${"a".repeat(32)}.facts`, `${"b".repeat(32)}.facts.4711`];
    for (const name of names) {
      const other = path.join(cacheFolder, "facts", name);
      writeFileSync(other, "");
      utimesSync(other, longAgo, longAgo);
    }
    await keep({ b: RESULT });
    expect(readdirSync(path.join(cacheFolder, "facts")).filter((name) => names.includes(name))).to.deep.equal(
      ["notes.txt"],
    );
  });

  it("leaves nothing half-written behind, and the earlier file whole, when the disk is full", async () => {
    await keep({ a: RESULT });
    const before = readFileSync(onlyFile());
    // A limit on the size of files ends a write in the middle, as a full disk does: 1000 entries take 32 bytes each.
    const saving = `
      await facts.find(["a"]);
      for (let at = 0; at < 1000; at++) await facts.put(String(at), { kind: "skipped", reason: "binary" });
      facts.save();
      process.stdout.write("went on");`;
    expect(inOwnProcess(saving, ["--fsize=8192"])).to.equal("went on");
    expect(readFileSync(onlyFile()).equals(before)).to.equal(true);
  });

  it("costs nothing but time when it cannot be written", async () => {
    writeFileSync(path.join(cacheFolder, "facts"), "a file where the folder should be");
    await keep({ a: RESULT });
    expect(open().isEmpty).to.equal(true);
  });

  it("forgets folders that were not graded for a month", async () => {
    await keep({ a: RESULT }, "old");
    const longAgo = new Date(Date.now() - 31 * 24 * HOUR_MS);
    utimesSync(onlyFile(), longAgo, longAgo);
    await keep({ a: RESULT }, "new");
    expect(open("old").isEmpty).to.equal(true);
    expect(open("new").isEmpty).to.equal(false);
  });

  it("counts a run that changed nothing as one, so that its facts are not forgotten", async () => {
    await keep({ a: RESULT });
    const inThreeWeeks = Date.now() + 21 * 24 * HOUR_MS;
    const facts = open("folder", inThreeWeeks);
    await facts.find(["a"]);
    facts.save();
    expect(Math.round(statSync(onlyFile()).mtimeMs)).to.equal(inThreeWeeks);
  });

  it("removes facts of other versions, and what an ended run left half-written an hour ago", async () => {
    await keep({ a: RESULT }, "one");
    const name = path.basename(onlyFile());
    expect(name)
      .to.match(/^[0-9a-f]{32}\./)
      .and.to.contain(VERSION);
    const folder = path.join(cacheFolder, "facts");
    const add = (added: string, ageMs: number) => {
      const time = new Date(Date.now() - ageMs);
      writeFileSync(path.join(folder, added), "");
      utimesSync(path.join(folder, added), time, time);
    };
    const hash = "0123456789abcdef".repeat(2);
    add(`${hash}.facts`, 0); // before names had versions
    add(`${hash}.0.9.0.facts`, 0);
    add(`${hash}.${ANALYZER_VERSION}.facts`, 0); // before they had the version of the form
    add(`${name}.77`, 2 * HOUR_MS);
    const left = [`${name}.78`, "notes.facts", `${hash}.txt`, `${hash}.0.9.0.facts.old`];
    for (const other of left) add(other, other.endsWith("78") ? HOUR_MS / 2 : 400 * 24 * HOUR_MS);
    await keep({ b: RESULT }, "one");
    expect(readdirSync(folder).sort()).to.deep.equal([name, ...left].sort());
  });

  it("keeps the newest of what is larger than a gibibyte in all", async () => {
    const folder = path.join(cacheFolder, "facts");
    mkdirSync(folder);
    // Holes take no space on the disk.
    const add = (digit: string, sizeBytes: number, ageMs: number) => {
      const file = path.join(folder, `${digit.repeat(32)}.${VERSION}.facts`);
      const time = new Date(Date.now() - ageMs);
      writeFileSync(file, "");
      truncateSync(file, sizeBytes);
      utimesSync(file, time, time);
    };
    add("1", 400 << 20, 3 * HOUR_MS);
    add("2", 600 << 20, HOUR_MS);
    add("3", 300 << 20, 2 * HOUR_MS);
    await keep({ a: RESULT });
    // Newest first: 600, 900, 1300 MiB.
    const left = readdirSync(folder).filter((name) => /^(.)\1{31}/.test(name));
    expect(left.map(([digit]) => digit).sort()).to.deep.equal(["2", "3"]);
  });

  it("neither follows nor removes links", async () => {
    await keep({ a: RESULT });
    const file = onlyFile();
    const [outside, moved] = [path.join(cacheFolder, "outside"), path.join(cacheFolder, "moved")];
    renameSync(file, outside);
    symlinkSync(outside, file);
    expect(open().isEmpty, "a file that is a link").to.equal(true);
    const longAgo = new Date(Date.now() - 31 * 24 * HOUR_MS);
    utimesSync(outside, longAgo, longAgo);
    const link = path.join(path.dirname(file), `${"0".repeat(32)}.0.9.0.facts`);
    symlinkSync(outside, link);
    await keep({ b: RESULT }, "another");
    expect(lstatSync(link).isSymbolicLink()).to.equal(true);
    expect(statSync(outside).mtimeMs).to.equal(longAgo.getTime());

    renameSync(path.dirname(file), moved);
    symlinkSync(moved, path.dirname(file));
    writeFileSync(path.join(moved, `${"1".repeat(32)}.0.9.0.facts`), "");
    await keep({ c: RESULT }, "another");
    expect(readdirSync(moved)).to.include(`${"1".repeat(32)}.0.9.0.facts`);
  });
});
