import { expect } from "chai";
import { createInFlight } from "../../../server/analysis/inFlight.js";

const MIB = 1 << 20;
/** Most bytes underway at once. */
const MAX_BYTES = 16 * MIB;
const MAX_FILES = 256;

/** Whether a promise settles before everything that is ready to run has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = () => {
    settled = true;
  };
  promise.then(note, note);
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe("createInFlight", () => {
  const work = () => Promise.withResolvers<void>();

  it("has room up to 16 MiB, then waits until something has ended", async () => {
    const inFlight = createInFlight();
    const first = work();
    inFlight.add(MAX_BYTES - 1, () => first.promise);
    expect(await isSettled(inFlight.room(1))).to.equal(true);
    const room = inFlight.room(2);
    expect(await isSettled(room)).to.equal(false);
    first.resolve();
    await room;
  });

  it("always has room for one, however large", async () => {
    expect(await isSettled(createInFlight().room(100 * MAX_BYTES))).to.equal(true);
  });

  it("has room for 256 files, however small", async () => {
    const inFlight = createInFlight();
    const all = Array.from({ length: MAX_FILES }, work);
    for (const one of all.slice(1)) inFlight.add(0, () => one.promise);
    expect(await isSettled(inFlight.room(0))).to.equal(true);
    inFlight.add(0, () => all[0]?.promise ?? Promise.resolve());
    const room = inFlight.room(0);
    expect(await isSettled(room)).to.equal(false);
    for (const one of all) one.resolve();
    await room;
    await inFlight.empty();
  });

  it("raises the first failure at the next call, and every call after it", async () => {
    const inFlight = createInFlight();
    const failing = work();
    inFlight.add(1, () => failing.promise);
    failing.reject(new Error("first"));
    const failure = async (promise: Promise<void>) =>
      promise.then(
        () => "none",
        (error: Error) => error.message,
      );
    expect(await failure(inFlight.empty())).to.equal("first");
    expect(await failure(inFlight.room(1))).to.equal("first");
  });

  it("is empty only when everything has ended", async () => {
    const inFlight = createInFlight();
    const [one, two] = [work(), work()];
    inFlight.add(1, () => one.promise);
    inFlight.add(1, () => two.promise);
    const empty = inFlight.empty();
    one.resolve();
    expect(await isSettled(empty)).to.equal(false);
    two.resolve();
    await empty;
  });
});
