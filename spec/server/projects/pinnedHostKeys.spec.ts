import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { confirmHostKey } from "../../../server/commands/confirmHostKey.js";
import { builtInHostKeys, type HostKey, parseHostKey } from "../../../server/intake/remote/hostKeys.js";
import { pinnedHostKeys } from "../../../server/projects/projectAccess.js";
import { parsed } from "../intake/support/harness.js";
import { type Bench, startBench } from "../jobs/bench.js";

describe("host keys that are trusted for a remote", function () {
  this.timeout(60_000);
  let bench: Bench;
  let anotherKey: HostKey;

  before(async () => {
    bench = await startBench();
    const file = path.join(bench.installation.home, "another");
    execFileSync("ssh-keygen", ["-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", file]);
    const key = parseHostKey(readFileSync(`${file}.pub`, "utf8"));
    if (key === null) throw new Error("ssh-keygen made no host key");
    anotherKey = key;
  });
  after(() => bench?.remove());

  const pin = (host: string, port: number) =>
    bench.tenant.hostKeys.pin({ ...anotherKey, host, port, confirmedBy: null, confirmedAt: 1 });

  it("P03 are the published ones alone for a built-in host, whatever else stands in the database", async () => {
    const remote = parsed("git@github.com:team/project.git");
    await pin("github.com", 22);
    expect(await pinnedHostKeys(bench.tenant, remote)).to.deep.equal(builtInHostKeys(remote));
  });

  it("P03 are those confirmed for this very port, and by this very organisation", async () => {
    await pin("github.com", 2222);
    const own = await pinnedHostKeys(bench.tenant, parsed("ssh://git@github.com:2222/team/project.git"));
    expect(own).to.deep.equal([anotherKey]);
    const otherPort = parsed("ssh://git@github.com:2223/team/project.git");
    expect(await pinnedHostKeys(bench.tenant, otherPort)).to.deep.equal([]);
    const stranger = bench.services.database.repositories.forOrganization(bench.services.newId());
    const remote = parsed("ssh://git@github.com:2222/team/project.git");
    expect(await pinnedHostKeys(stranger, remote)).to.deep.equal([]);
  });

  it("P03 are no longer what was confirmed before, also where that was of another type", async () => {
    const { project, ssh } = await bench.connect({ files: { "one.ts": "export const one = 1;\n" } });
    await pin(project.remoteHost, project.remotePort);
    const { fingerprint } = ssh.hostKey();
    const confirmation = { project, fingerprints: [fingerprint], userId: bench.installation.service.ownerId };
    await confirmHostKey(bench.services, confirmation, AbortSignal.timeout(30_000));
    const pinned = await bench.tenant.hostKeys.find(project.remoteHost, project.remotePort);
    expect(pinned.map((key) => key.fingerprint)).to.deep.equal([fingerprint]);
  });
});
