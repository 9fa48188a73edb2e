import { execFileSync, spawn } from "node:child_process";
import { lstatSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import type { AgentKey } from "../../../server/intake/intake.js";
import { keyForms } from "../../support/keyForms.js";
import { openGate, randomText } from "./support/gate.js";
import { failureOf, type Harness, parsed, startHarness } from "./support/harness.js";

describe("promises about reaching the code", () => {
  let harness: Harness;
  before(async () => {
    harness = await startHarness(["project"]);
    harness.repository("project").files({ "a.ts": "const a = 1;\n", "big.ts": randomText(200_000) });
  });
  after(() => harness.stop());

  const fetched = async (key: AgentKey) => {
    const revision = await harness.intake.openRevision({ ...harness.access("project", key), branch: "main" });
    await revision.destroy();
    return revision.commit;
  };

  it("P02 fetches over SSH by the project's key alone, signing once a connection", async () => {
    const before = { log: harness.server.log().length, connections: harness.server.connections() };
    await fetched(await harness.keyFor("project"));
    const log = harness.server.log().slice(before.log);
    expect(harness.server.connections() - before.connections).to.equal(1);
    expect(log.match(/Accepted publickey/g)).to.have.length(1);
    expect(log).not.to.match(/password|keyboard-interactive|hostbased/i);
  });

  it("P03 stops before signing in when the host key is not the pinned one, and says both fingerprints", async () => {
    const key = await harness.keyFor("project");
    const access = harness.access("project", key);
    const [pinned] = access.hostKeys;
    const changed = await harness.server.changeHostKey();
    const logged = harness.server.log().length;
    for (const work of [
      () => harness.intake.resolveHead({ ...access, branch: "main" }),
      () => harness.intake.openRevision({ ...access, branch: "main" }),
    ]) {
      const failure = await failureOf(work());
      expect(failure.code).to.equal("host-key-changed");
      expect(failure.hostKeys).to.deep.equal({ pinned: [pinned?.fingerprint], offered: changed.fingerprint });
      expect(failure.publicMessage).to.include(pinned?.fingerprint).and.include(changed.fingerprint);
      expect(failure.retryable).to.equal(false);
    }
    expect(harness.server.log().slice(logged)).not.to.match(/Accepted|Failed publickey/);
    const offered = await harness.intake.offeredHostKeys(access.remote, access.signal);
    expect(offered).to.deep.equal([changed]);
    expect(
      await harness.intake.resolveHead({ ...access, hostKeys: offered, branch: "main" }),
    ).to.have.property("commit");
  });

  it("P03 trusts no key without a pin: nothing pinned means nothing fetched", async () => {
    const access = { ...harness.access("project", await harness.keyFor("project")), hostKeys: [] };
    expect((await failureOf(harness.intake.resolveHead({ ...access, branch: "main" }))).code).to.equal(
      "host-key-unknown",
    );
    expect((await failureOf(harness.intake.openRevision({ ...access, branch: "main" }))).code).to.equal(
      "host-key-unknown",
    );
  });

  it("P04 is cut off at the handshake as soon as the key is removed at the host", async () => {
    const key = await harness.keyFor("project");
    await fetched(key);
    await harness.server.removeKey(key.publicKey);
    const access = harness.access("project", key);
    for (const work of [
      () => harness.intake.resolveHead({ ...access, branch: null }),
      () => harness.intake.openRevision({ ...access, branch: "main" }),
    ]) {
      const failure = await failureOf(work());
      expect([failure.code, failure.retryable]).to.deep.equal(["key-rejected", false]);
      expect(failure.publicMessage).to.match(/refused the project's deploy key\. Add the public key/);
    }
    expect(harness.leftovers()).to.deep.equal([]);
  });

  it("P05 needs a key that can only read", async () => {
    const key = await harness.keyFor("project");
    expect(await fetched(key)).to.match(/^[0-9a-f]{40}$/);
    const script =
      readdirSync(path.join(harness.folder, "sshd")).find((name) => name.startsWith("serve-")) ?? "";
    const served = readFileSync(path.join(harness.folder, "sshd", script), "utf8");
    expect(served, "the server of these specs gives read access only").to.match(
      /git-receive-pack\*\)\n.*read only/,
    );
  });

  it("P06 keeps the private key out of every file, argument and environment while a fetch runs", async () => {
    const key = await harness.keyFor("project");
    const needles = key.privateKey.use((der) => keyForms(der));
    const gate = await openGate(harness.server.port);
    const remote = parsed(`ssh://${harness.server.user}@127.0.0.1:${gate.port}/team/project.git`);
    const fetching = harness.intake.openRevision({
      ...harness.access("project", key),
      remote,
      branch: "main",
    });
    try {
      await Promise.race([gate.stalled, fetching]);
      expect(await scan(harness.folder, needles)).to.deep.equal([]);
      expect(plantedIsFound(harness.folder, needles)).to.equal(true);
      expect(socketsBelow(harness.folder), "its agent listens").to.have.length(1);
    } finally {
      gate.release();
      await fetching.then((revision) => revision.destroy());
      await gate.close();
    }
    expect(socketsBelow(harness.folder), "its agent is gone with the connection").to.deep.equal([]);
  });
});

/** Every process's arguments and environment, every file below the folder, and the mounted volume. */
async function scan(folder: string, needles: readonly Buffer[]): Promise<string[]> {
  const places = [...processTexts(), ...fileTexts(folder), ...volumeTexts(folder)];
  if (!places.some(([name]) => name.includes("environ"))) throw new Error("no process was looked at");
  if (!places.some(([name]) => name.startsWith("volume"))) throw new Error("the volume was not looked at");
  return places.filter(([, bytes]) => needles.some((needle) => bytes.includes(needle))).map(([name]) => name);
}

type Place = readonly [name: string, bytes: Buffer];

/** Unix sockets that listen at a place below the folder, also where their files are gone. */
function socketsBelow(folder: string): string[] {
  const lines = readFileSync("/proc/net/unix", "utf8").split("\n");
  return lines.filter((line) => line.includes(folder) && / 00010000 /.test(line)); // __SO_ACCEPTCON
}

function processTexts(): Place[] {
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return processes.flatMap((pid) =>
    ["cmdline", "environ"].flatMap((kind) => readable(`/proc/${pid}/${kind}`)),
  );
}

function fileTexts(folder: string): Place[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
    path.join(folder, name),
  );
  return names.filter(isFile).flatMap(readable);
}

function isFile(name: string): boolean {
  try {
    return lstatSync(name).isFile();
  } catch {
    return false; // gone meanwhile, or the mounted volume, which is looked into as its own uid
  }
}

/** What the mounted volume shows to those who may look; root itself cannot look into an encrypted one. */
function volumeTexts(folder: string): Place[] {
  const volumes = path.join(folder, "volumes");
  return readdirSync(volumes).map((id) => {
    const plain = path.join(volumes, id, "plain");
    const { uid } = lstatSync(path.join(volumes, id, "cipher"));
    const [program = "", ...args] = [...entering(plain, uid), "find", plain, ...CAT_FILES];
    const bytes = execFileSync(program, args, { maxBuffer: 64 * 1024 * 1024 });
    expect(bytes.includes("repositoryformatversion"), "the volume holds the repository").to.equal(true);
    return [`volume ${id}`, bytes] as const;
  });
}

const CAT_FILES = ["-type", "f", "-exec", "cat", "{}", "+"];

/** The way in: as the volume's uid, or for an ordinary user into the namespaces that hold the mount. */
function entering(plain: string, uid: number): string[] {
  if (process.getuid?.() === 0)
    return ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--"];
  const holder = readdirSync("/proc").find((pid) => {
    const mounts = /^\d+$/.test(pid) ? readable(`/proc/${pid}/mounts`) : [];
    return mounts.some(([, text]) => text.includes(` ${plain} `));
  });
  return ["nsenter", "--user", "--mount", "--preserve-credentials", `--target=${holder}`, "--"];
}

function readable(file: string): Place[] {
  try {
    return [[file, readFileSync(file)]];
  } catch {
    return []; // a process or file that went meanwhile
  }
}

/** Whether the scan would have seen the key in a file and in a process's environment. */
function plantedIsFound(folder: string, needles: readonly Buffer[]): boolean {
  const hex = needles.at(-1)?.toString() ?? "";
  const file = path.join(folder, "planted");
  writeFileSync(file, `x${hex}x`);
  const sleeper = spawn("sleep", ["60"], { env: { PLANTED: hex }, stdio: "ignore" });
  try {
    const found = (places: Place[]) =>
      places.some(([, bytes]) => needles.some((needle) => bytes.includes(needle)));
    return found(fileTexts(folder)) && found(processTexts());
  } finally {
    sleeper.kill("SIGKILL");
    rmSync(file);
  }
}
