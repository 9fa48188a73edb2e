import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { expect } from "chai";
import { SANDBOX_HOST_NAME } from "../../../../server/intake/sandbox/bwrap.js";
import { sweepStrandedSandboxes } from "../../../../server/intake/sandbox/strandedSandboxes.js";
import { type Ground, perlCommand, prepareConfined, processesWith, until } from "./sandboxSupport.js";

describe("sweepStrandedSandboxes", () => {
  let ground: Ground;
  before(async function () {
    ground = await prepareConfined(this);
  });
  after(() => ground?.remove());

  it("P09 kills what a kill in the middle of a start left waiting, and no sandbox that lives", async () => {
    const [living, stranded] = [randomUUID(), randomUUID()];
    const claim = ground.sandbox.claimUid();
    const running = ground.sandbox.spawn(
      perlCommand(ground, `'${living}'; $| = 1; print "ready"; sleep 600`, { uid: claim.uid }),
    );
    await once(running.stdout, "data");

    // Descriptor 3 is never written to, so bwrap stays between making the process inside and letting it go on.
    const bwrap = ground.capabilities.find("bwrap") ?? "";
    const flags = ["--unshare-all", "--unshare-user", "--die-with-parent", "--hostname", SANDBOX_HOST_NAME];
    const held = [
      "--userns-block-fd",
      "3",
      "--info-fd",
      "4",
      "--ro-bind",
      "/",
      "/",
      "--",
      "/bin/true",
      stranded,
    ];
    const starting = spawn(bwrap, [...flags, ...held], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    await until(() => processesWith(stranded).length === 2);
    sweepStrandedSandboxes();
    expect(processesWith(stranded), "its starter lives").to.have.lengthOf(2);
    starting.kill("SIGKILL");
    await once(starting, "exit");
    const left = processesWith(stranded);
    expect(left).to.have.lengthOf(1);

    expect(sweepStrandedSandboxes()).to.include.members(left);
    await until(() => processesWith(stranded).length === 0);
    expect(processesWith(living)).not.to.deep.equal([]);
    running.kill();
    await running.exited;
    claim.release();
  });
});
