import path from "node:path";
import { expect } from "chai";
import { IntakeError } from "../../../../server/intake/errors.js";
import { createSandbox } from "../../../../server/intake/sandbox/sandbox.js";
import { createUidPool } from "../../../../server/intake/sandbox/uidPool.js";
import { unavailable } from "../../../support/unavailable.js";
import { type Ground, perlCommand, prepareConfined, runPerl } from "./sandboxSupport.js";

const MIB = 1024 * 1024;

describe("sandbox where something is missing", () => {
  let ground: Ground;
  before(async function () {
    ground = await prepareConfined(this);
  });
  after(() => ground?.remove());

  const deps = () => ({
    uidPool: createUidPool({ folder: path.join(ground.folder, "other") }),
    logger: { warn: () => undefined },
  });

  for (const lack of [{ namespaces: false }, { seccomp: null }]) {
    it(`refuses to start when it is required and this machine says ${JSON.stringify(lack)}`, () => {
      const start = () =>
        createSandbox({ ...deps(), capabilities: { ...ground.capabilities, ...lack }, required: true });
      expect(start).to.throw(IntakeError, "sealgrade doctor");
    });
  }

  it("says so loudly in embedded mode and still keeps limits, uid and environment", async () => {
    const said: string[] = [];
    const capabilities = { ...ground.capabilities, namespaces: false };
    const logger = { warn: (_: object, message: string) => void said.push(message) };
    const sandbox = createSandbox({ ...deps(), capabilities, required: false, logger });
    expect(said).to.have.lengthOf(1);
    expect(said[0]).to.match(/^NO SANDBOX/);
    expect(sandbox.confined).to.equal(false);
    expect(sandbox.place("/outside", "/inside")).to.equal("/outside");
    const claim = sandbox.claimUid();
    const embedded = { ...ground, sandbox };
    const dataFiles = [{ target: "/run/given", content: "given" }];
    const look = 'open F, "<", $ARGV[0]; print <F>, "|$<|", join " ", sort keys %ENV';
    const perl = ground.capabilities.find("perl") ?? "";
    const argv = [perl, "-e", look, "/run/given"];
    const seen = await runPerl(embedded, "", { argv, dataFiles, uid: claim.uid });
    expect(seen.stdout).to.equal(`given|${claim.uid ?? process.getuid?.()}|HOME LC_ALL PATH`);
    const bomb = 'my $x = "x" x (256 * 1024 * 1024); print "unlimited"';
    const bounded = await runPerl(embedded, bomb, { limits: { dataBytes: 128 * MIB }, uid: claim.uid });
    expect(bounded.stdout).to.equal("");
    claim.release();
  });

  it("refuses to run as root or under a uid that was not claimed", function () {
    if (!ground.capabilities.root) unavailable(this, "only root can start under another uid");
    for (const uid of [null, 0]) {
      expect(() => ground.sandbox.spawn(perlCommand(ground, "1", { uid }))).to.throw(
        IntakeError,
        "wrong user",
      );
    }
  });

  it("starts nothing once the caller has given up", () => {
    const claim = ground.sandbox.claimUid();
    const command = perlCommand(ground, "1", { uid: claim.uid, signal: AbortSignal.abort() });
    expect(() => ground.sandbox.spawn(command)).to.throw(IntakeError, "cancelled");
    claim.release();
  });
});
