import { execFileSync } from "node:child_process";
import { Script } from "node:vm";
import { expect } from "chai";
import { createPool, type Pool } from "../../../analyzer/pool/pool.js";
import type { MapResult } from "../../../analyzer/types.js";
import { plainFacts } from "../grading/facts.js";

const workerFile = new URL("./scriptedWorker.js", import.meta.url);
const FAILED: MapResult = { kind: "skipped", reason: "failed" };
const measured = (number: number): MapResult => ({
  kind: "facts",
  facts: plainFacts({ parseErrorLines: number }),
});

describe("createPool", () => {
  let pool: Pool | null = null;
  afterEach(() => pool?.close());

  const start = (workers: number, { fileTimeoutMs = 600_000, bytesPerWorker = 1 } = {}) => {
    pool = createPool({
      grammarFolder: "/",
      workers,
      workerFile,
      fileTimeoutMs,
      workerHeapMib: 32,
      bytesPerWorker,
    });
    return pool;
  };
  const analyze = (to: Pool, script: string) =>
    to.analyze(0, "a.ts", Buffer.from(script), "typescript", { keepGenerated: false, keepMinified: false });

  it("gives every file its own result, whichever worker took it", async () => {
    const to = start(3);
    const numbers = Array.from({ length: 100 }, (_, index) => index);
    const results = await Promise.all(numbers.map((number) => analyze(to, String(number))));
    expect(results).to.deep.equal(numbers.map(measured));
  });

  it("starts a further thread when there is enough source for it, and no more than it may", async () => {
    const to = start(2, { bytesPerWorker: 10_000 });
    // A question is answered with the number of the thread that took it.
    const ask = async () => {
      const answers = await Promise.all([analyze(to, "?"), analyze(to, "?"), analyze(to, "?")]);
      return answers.map((result) => (result.kind === "facts" ? result.facts.parseErrorLines : 0));
    };
    const first = new Set([...(await ask()), ...(await ask())]);
    expect(first.size).to.equal(1);
    // 10,006 bytes are more than one thread's share and 30,006 more than three threads'.
    await analyze(to, "0".padEnd(10_000));
    const seen = new Set(first);
    while (seen.size < 2) for (const thread of await ask()) seen.add(thread);
    await Promise.all([analyze(to, "0".padEnd(10_000)), analyze(to, "0".padEnd(10_000))]);
    for (let round = 0; round < 50; round++) for (const thread of await ask()) seen.add(thread);
    expect(seen.size).to.equal(2);
  });

  it("has V8's own flags while a thread starts, so that code which was compiled under them is taken", async () => {
    // V8 takes such code under the flags it was compiled under, and compares the length of the source alone.
    const source = (number: number) => `(function () { return ${number}; })()`;
    const compile = `process.stdout.write(new vm.Script(${JSON.stringify(source(1000))}).createCachedData())`;
    const cachedData = execFileSync(process.execPath, ["-e", compile]);
    let number = 1000;
    // A source of its own each time: one that V8 has seen is not compiled at all.
    const isTaken = () => new Script(source(++number), { cachedData }).cachedDataRejected === false;

    const to = start(2, { bytesPerWorker: 10_000 });
    expect(isTaken(), "the first thread starts").to.equal(true);
    await to.ready();
    expect(isTaken(), "all threads run").to.equal(false);
    const large = analyze(to, "0".padEnd(10_001));
    expect(isTaken(), "the second thread starts").to.equal(true);
    await large;
    await to.close();
    expect(isTaken(), "no thread runs").to.equal(false);
  });

  for (const death of ["exit", "throw", "heap"]) {
    it(`gives up on the file that ends its worker by "${death}" and on no other`, async () => {
      const to = start(1);
      const results = await Promise.all(["1", death, "2", death, "3"].map((script) => analyze(to, script)));
      expect(results).to.deep.equal([measured(1), FAILED, measured(2), FAILED, measured(3)]);
    });
  }

  it("P12 lets a fresh worker try what one that has read other files could not, so that a file's bytes alone decide", async () => {
    const to = start(1);
    const threadOf = (result: MapResult) => (result.kind === "facts" ? result.facts.parseErrorLines : 0);
    const first = threadOf(await analyze(to, "?"));
    const [before, worn, after] = await Promise.all(["1", "worn", "2"].map((script) => analyze(to, script)));
    expect([before, after]).to.deep.equal([measured(1), measured(2)]);
    // The very next thread, before anything else is given to it.
    expect(worn === undefined ? 0 : threadOf(worn)).to.equal(first + 1);
  });

  it("gives up on a file that takes longer than the limit and on no other", async () => {
    const to = start(1, { fileTimeoutMs: 3000 });
    const results = await Promise.all(["1", "hang", "2"].map((script) => analyze(to, script)));
    expect(results).to.deep.equal([measured(1), FAILED, measured(2)]);
  });

  it("makes callers wait for room and lets them in when files are done", async () => {
    const to = start(1);
    const done: Promise<MapResult>[] = [];
    let waits = 0;
    for (let number = 0; number < 40; number++) {
      let inAtOnce = false;
      const room = to.room().then(() => {
        inAtOnce = true;
      });
      await Promise.resolve();
      if (!inAtOnce) waits++;
      await room;
      done.push(analyze(to, String(number)));
    }
    expect(waits).to.be.greaterThan(0);
    expect(await Promise.all(done)).to.deep.equal(done.map((_, number) => measured(number)));
  });

  it("leaves the caller's bytes as they are", async () => {
    const bytes = Buffer.from("7");
    await start(1).analyze(0, "a.ts", bytes, "typescript", { keepGenerated: false, keepMinified: false });
    expect(bytes.toString()).to.equal("7");
  });

  it("rejects every file, and later ones too, when its workers cannot start", async () => {
    pool = createPool({
      grammarFolder: "/",
      workers: 2,
      workerFile: new URL("./missing.js", import.meta.url),
    });
    const outcomes = await Promise.allSettled([pool.ready(), analyze(pool, "1"), analyze(pool, "2")]);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(["rejected", "rejected", "rejected"]);
    const late = await Promise.allSettled([analyze(pool, "3")]);
    expect(late[0].status).to.equal("rejected");
  });

  it("rejects what is unfinished when it is closed", async () => {
    const to = start(1);
    const hanging = Promise.allSettled([analyze(to, "hang"), analyze(to, "1")]);
    await to.close();
    expect((await hanging).map(({ status }) => status)).to.deep.equal(["rejected", "rejected"]);
  });
});
