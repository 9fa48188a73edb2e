import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { ANALYZER_VERSION } from "../../../../analyzer/index.js";
import type { MapSettings } from "../../../../analyzer/types.js";
import { IntakeError } from "../../../../server/intake/errors.js";
import {
  type AnalyzerProcessOptions,
  startAnalyzerProcess,
} from "../../../../server/intake/sandbox/analyzerProcess.js";
import { publishForEveryUid } from "../../../../server/intake/sandbox/publishRuntime.js";
import { type Ground, prepareConfined, prepareGround, processesWith, until } from "./sandboxSupport.js";

const SETTINGS: MapSettings = { keepGenerated: false, keepMinified: false };
const SKIPPED = { kind: "skipped", reason: "failed" };
const bytes = (text: string) => new TextEncoder().encode(text);

/**
 * A stand-in for the program inside, which does what the path of each file tells it. It decodes frames by
 * hand, so that it shares no code with what it tests.
 */
const STAND_IN = `
let pending = Buffer.alloc(0);
const say = (kind, body) => {
  const head = Buffer.alloc(5, kind);
  head.writeUInt32BE(body.length);
  process.stdout.write(Buffer.concat([head, body]));
};
// An id, then three words of 32 bits: the mark, their number, and the first of the reasons, "generated".
const skipped = (id, more = []) => {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(id);
  return Buffer.concat([number, Buffer.from("SGF2"), Buffer.from([3, 0, 0, 0, 1, 0, 0, 0, ...more])]);
};
say(0, Buffer.from(VERSION));
process.stdin.on("data", (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  while (pending.length >= 4) {
    const end = 4 + pending.readUInt32BE(0);
    if (pending.length < end) return;
    const header = JSON.parse(pending.subarray(4, end));
    if (pending.length < end + header.size) return;
    pending = pending.subarray(end + header.size);
    if (header.path === "crash") process.kill(process.pid, "SIGKILL");
    else if (header.path === "silent") continue;
    else if (header.path === "garbage") process.stdout.write("not an answer");
    else if (header.path === "foreign") say(1, skipped(header.id + 1000));
    else if (header.path === "twice") { say(1, skipped(header.id)); say(1, skipped(header.id)); }
    else if (header.path === "longer") say(1, skipped(header.id, [120]));
    else say(1, skipped(header.id));
  }
});`;

describe("startAnalyzerProcess", () => {
  let ground: Ground;
  before(async function () {
    ground = await prepareConfined(this);
  });
  after(() => ground?.remove());

  const start = (changes: Partial<AnalyzerProcessOptions> = {}) =>
    startAnalyzerProcess({
      sandbox: ground.sandbox,
      workers: 2,
      signal: new AbortController().signal,
      ...changes,
    });

  function standIn(version = JSON.stringify(ANALYZER_VERSION)): string {
    const folder = mkdtempSync(path.join(ground.folder, "program-"));
    mkdirSync(path.join(folder, "grammars"));
    writeFileSync(path.join(folder, "analyzer.mjs"), STAND_IN.replace("VERSION", version));
    chmodSync(folder, 0o755);
    return folder;
  }

  it("P09 measures files with the real analyzer inside the sandbox, each answered with its own facts", async () => {
    const pool = await start();
    const sources = Array.from({ length: 20 }, (_, n) =>
      `function f${n}() {\n  return ${n};\n}\n`.repeat(n + 1),
    );
    const results = await Promise.all(
      sources.map((source, n) => pool.analyze(7, `f${n}.js`, bytes(source), "javascript", SETTINGS)),
    );
    await pool.close();
    results.forEach((result, n) => {
      if (result.kind !== "facts") throw new Error("a plain file has facts");
      // three lines per function, n + 1 functions, all of them named for their file
      expect(result.facts.lines).to.equal(3 * (n + 1));
      expect(new Set(result.facts.functions.map((fn) => fn.name))).to.deep.equal(new Set([`f${n}`]));
    });
  });

  it("P12 gives up only the file that crashes the process, and measures all others", async () => {
    const pool = await start({ programFolder: standIn() });
    const names = ["a", "b", "crash", "c", "crash", "d"];
    const results = await Promise.all(
      names.map((name) => pool.analyze(1, name, bytes("x"), "python", SETTINGS)),
    );
    const after = await pool.analyze(1, "e", bytes("x"), "python", SETTINGS);
    await pool.close();
    const measured = { kind: "skipped", reason: "generated" };
    expect(results).to.deep.equal([measured, measured, SKIPPED, measured, SKIPPED, measured]);
    expect(after).to.deep.equal(measured);
  });

  it("P12 gives up a file on which the process falls silent", async () => {
    const pool = await start({ programFolder: standIn(), silenceMs: 500 });
    expect(await pool.analyze(1, "silent", bytes("x"), "python", SETTINGS)).to.deep.equal(SKIPPED);
    expect(await pool.analyze(1, "a", bytes("x"), "python", SETTINGS)).to.have.property(
      "reason",
      "generated",
    );
    await pool.close();
  });

  it("P12 ends the analysis when files go on crashing the process", async () => {
    const pool = await start({ programFolder: standIn() });
    const crashes = Array.from({ length: 30 }, () =>
      pool.analyze(1, "crash", bytes("x"), "python", SETTINGS),
    );
    const ends = await Promise.allSettled(crashes);
    await pool.close();
    expect(ends.filter(({ status }) => status === "fulfilled")).to.have.lengthOf.within(1, 20);
    for (const end of ends)
      if (end.status === "rejected") expect(end.reason).to.have.property("code", "sandbox-failed");
  });

  for (const name of ["garbage", "foreign", "longer"]) {
    it(`P12 ends the analysis when the process answers with ${name}`, async () => {
      const pool = await start({ programFolder: standIn() });
      expect(await failureOf(pool.analyze(1, name, bytes("x"), "python", SETTINGS))).to.have.property(
        "code",
        "sandbox-failed",
      );
      expect(await failureOf(pool.analyze(1, "a", bytes("x"), "python", SETTINGS))).to.have.property(
        "code",
        "sandbox-failed",
      );
      await pool.close();
    });
  }

  it("P12 ends the analysis when one file is answered twice", async () => {
    const pool = await start({ programFolder: standIn() });
    const first = pool.analyze(1, "twice", bytes("x"), "python", SETTINGS).catch((error: unknown) => error);
    const never = pool.analyze(1, "silent", bytes("x"), "python", SETTINGS);
    expect(await failureOf(never)).to.have.property("code", "sandbox-failed");
    await first;
    await pool.close();
  });

  it("refuses a program of another version, and one that is not there", async () => {
    expect(await failureOf(start({ programFolder: standIn('"0.0.0-other"') }))).to.have.property(
      "code",
      "sandbox-failed",
    );
    const empty = mkdtempSync(path.join(ground.folder, "empty-"));
    chmodSync(empty, 0o755);
    expect(await failureOf(start({ programFolder: empty }))).to.have.property("code", "sandbox-failed");
  });

  it("P09 leaves no process behind when it is closed or cancelled, and rejects what was open", async () => {
    for (const end of ["close", "abort"]) {
      const abort = new AbortController();
      const programFolder = standIn();
      const pool = await start({ programFolder, signal: abort.signal });
      const open = failureOf(pool.analyze(1, "silent", bytes("x"), "python", SETTINGS));
      expect(processesWith(programFolder)).not.to.deep.equal([]);
      if (end === "abort") abort.abort();
      else await pool.close();
      expect(await open).to.have.property("code", "cancelled");
      await until(() => processesWith(programFolder).length === 0);
      await pool.close();
    }
  });

  it("holds back callers while the process does not keep up", async () => {
    const pool = await start({ programFolder: standIn() });
    const blob = new Uint8Array(1_000_000);
    let answered = 0;
    for (let n = 0; n < 40; n++) {
      await pool.room();
      void pool.analyze(n, "a", blob, "python", SETTINGS).then(() => answered++);
    }
    // 40 MB cannot be in a pipe, so by the last `room` most must have been answered or taken
    await until(() => answered === 40);
    await pool.close();
  });
});

describe("publishForEveryUid", () => {
  let ground: Ground;
  before(async () => {
    ground = await prepareGround();
  });
  after(() => ground?.remove());

  it("copies what lies where other uids cannot pass, once, and leaves alone what they can reach", () => {
    const hidden = path.join(ground.folder, "hidden");
    const program = path.join(hidden, "program");
    mkdirSync(program, { recursive: true });
    writeFileSync(path.join(program, "file"), "content");
    expect(publishForEveryUid(program, path.join(ground.folder, "public"))).to.equal(program);
    chmodSync(hidden, 0o700);
    chmodSync(path.join(program, "file"), 0o700); // as a strict umask leaves it
    const published = publishForEveryUid(program, path.join(ground.folder, "public"));
    expect(path.dirname(published)).to.equal(path.join(ground.folder, "public"));
    expect(statSync(published).mode & 0o777).to.equal(0o755);
    expect(statSync(path.join(published, "file")).mode & 0o777).to.equal(0o755);
    expect(readdirSync(published)).to.deep.equal(["file"]);
    expect(publishForEveryUid(program, path.join(ground.folder, "public"))).to.equal(published);
    expect(readdirSync(path.join(ground.folder, "public"))).to.have.lengthOf(1);
  });
});

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    expect(error).to.be.instanceOf(IntakeError);
    return error;
  }
  throw new Error("it did not fail");
}
