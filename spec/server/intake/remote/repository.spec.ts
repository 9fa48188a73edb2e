import { chownSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { localGitView } from "../../../../server/intake/remote/repository.js";
import { unavailable } from "../../../support/unavailable.js";
import { type Ground, prepareGround, runPerl } from "../sandbox/sandboxSupport.js";

describe("the view of a fetched repository", () => {
  let ground: Ground;
  before(async function () {
    ground = await prepareGround();
    if (!ground.sandbox.confined) unavailable(this, "bubblewrap or user namespaces are missing");
  });
  after(() => ground?.remove());

  it("P09 P07 lets the fetch stage write into the volume, and the read stage only read", async () => {
    const claim = ground.sandbox.claimUid();
    const volume = { path: path.join(ground.folder, "volume"), holderPid: null };
    mkdirSync(volume.path);
    if (claim.uid !== null) chownSync(volume.path, claim.uid, claim.uid);
    const { signal } = new AbortController();
    const written = async (stage: "fetch" | "read") => {
      const view = localGitView({ sandbox: ground.sandbox, volume, uid: claim.uid, signal }, stage);
      await runPerl(ground, `open F, ">", "/job/${stage}"`, view);
      return existsSync(path.join(volume.path, stage));
    };
    expect([await written("fetch"), await written("read")]).to.deep.equal([true, false]);
    claim.release();
  });
});
