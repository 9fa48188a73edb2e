import { expect } from "chai";
import { openAccess } from "../../../../server/intake/remote/access.js";
import { type Harness, startHarness } from "../support/harness.js";

describe("openAccess", () => {
  let harness: Harness;
  before(async () => {
    harness = await startHarness(["project"]);
  });
  after(() => harness.stop());

  // Two locks on one door: either alone keeps out a key of a type that nobody confirmed.
  it("P03 tells ssh to trust the pinned keys strictly, and to ask for no other type of key", async () => {
    const claim = harness.sandbox.claimUid();
    const access = await openAccess(harness.deps, {
      ...harness.access("project", await harness.keyFor("project")),
      uid: claim.uid,
      maxReceivedBytes: 1,
    });
    const { SG_STRICT, SG_HOST_KEY_ALGORITHMS } = access.env;
    await access.close();
    claim.release();
    expect([SG_STRICT, SG_HOST_KEY_ALGORITHMS]).to.deep.equal(["yes", "ssh-ed25519"]);
    expect(harness.leftovers()).to.deep.equal([]);
  });
});
