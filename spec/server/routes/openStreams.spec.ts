import { expect } from "chai";
import { createOpenStreams } from "../../../server/routes/analyses/openStreams.js";

describe("createOpenStreams", () => {
  const sessionHash = (number: number) => Buffer.from([number >> 8, number & 0xff]);

  it("lets one organisation hold 100 streams however many sessions it opens, and others theirs", () => {
    const streams = createOpenStreams();
    const enter = (session: number, organizationId: string) =>
      streams.enter({ sessionHash: sessionHash(session), organizationId }, () => undefined);
    const leaves = Array.from({ length: 100 }, (_, session) => enter(session, "one"));
    expect(leaves).to.not.include(null);
    expect(enter(100, "one")).to.equal(null);
    expect(enter(101, "other")).to.be.a("function");
    leaves[0]?.();
    leaves[0]?.(); // leaving twice must not make room for two
    expect(enter(102, "one")).to.be.a("function");
    expect(enter(103, "one")).to.equal(null);
  });

  it("ends the streams of one session and of no other", () => {
    const streams = createOpenStreams();
    const ended: number[] = [];
    for (const session of [1, 1, 2])
      streams.enter({ sessionHash: sessionHash(session), organizationId: "one" }, () => ended.push(session));
    streams.endSession(sessionHash(1));
    expect(ended).to.deep.equal([1, 1]);
  });
});
