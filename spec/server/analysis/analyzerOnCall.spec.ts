import { expect } from "chai";
import type { Pool } from "../../../analyzer/pool/pool.js";
import { analyzerOnCall } from "../../../server/analysis/analyzerOnCall.js";

describe("analyzerOnCall", () => {
  it("starts one analyzer, however often it is asked for, and closes it", async () => {
    const { pool, closed } = fakePool();
    let starts = 0;
    const analyzer = analyzerOnCall(async () => {
      starts += 1;
      return pool;
    });
    analyzer.prepare();
    expect(await analyzer.started()).to.equal(pool);
    expect(await analyzer.started()).to.equal(pool);
    await analyzer.close();
    expect([starts, closed()]).to.deep.equal([1, 1]);
  });

  it("starts none that nobody asked for", async () => {
    const analyzer = analyzerOnCall(() => expect.fail("it was started"));
    await analyzer.close();
  });

  it("tells whoever asks for the analyzer why there is none, and nobody else", async () => {
    const unheard: unknown[] = [];
    const listen = (reason: unknown) => unheard.push(reason);
    process.on("unhandledRejection", listen);
    try {
      const analyzer = analyzerOnCall(() => Promise.reject(new Error("no sandbox here")));
      analyzer.prepare();
      // Unhandled rejections are reported when the turn of the event loop ends.
      await new Promise((resolve) => setImmediate(resolve));
      const told = await analyzer.started().catch((reason: unknown) => reason);
      expect(told).to.be.instanceOf(Error).with.property("message", "no sandbox here");
      await analyzer.close();
      expect(unheard).to.deep.equal([]);
    } finally {
      process.off("unhandledRejection", listen);
    }
  });

  it("does not wait for an analyzer that is still starting when it is closed", async () => {
    const analyzer = analyzerOnCall(
      (signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    );
    analyzer.prepare();
    await analyzer.close();
    const told = await analyzer.started().catch((reason: unknown) => reason);
    expect(told).to.have.property("name", "AbortError");
  });
});

function fakePool(): { pool: Pool; closed: () => number } {
  let closed = 0;
  const pool: Pool = {
    analyze: () => expect.fail("nothing is measured here"),
    ready: async () => undefined,
    room: async () => undefined,
    close: async () => {
      closed += 1;
    },
  };
  return { pool, closed: () => closed };
}
