import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { identityOf, isAlive, ownIdentity } from "../../../../server/intake/sandbox/processIdentity.js";
import { createUidPool } from "../../../../server/intake/sandbox/uidPool.js";
import { loops } from "../../../support/loops.js";
import { unavailable } from "../../../support/unavailable.js";

const isRoot = process.getuid?.() === 0;
// Far from the real pool and from every user, so that no process has these uids.
const FIRST_UID = 3_000_000;

describe("createUidPool", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sealgrade-spec-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const pool = (size: number, passwd = "root:x:0:0::/:/bin/sh\n") => {
    const passwdFile = path.join(folder, "passwd");
    writeFileSync(passwdFile, passwd);
    return createUidPool({ folder: path.join(folder, "claims"), passwdFile, firstUid: FIRST_UID, size });
  };

  it("P09 gives each running analysis a uid of its own, and refuses when none is left", () => {
    const two = pool(2);
    const [first, second] = [two.claim(), two.claim()];
    expect([first.uid, second.uid]).to.have.members([FIRST_UID, FIRST_UID + 1]);
    expect(() => two.claim()).to.throw("in use");
    first.release();
    expect(two.claim().uid).to.equal(first.uid);
  });

  it("leaves out uids that have a name", () => {
    expect(pool(2, `someone:x:${FIRST_UID}:1::/:/bin/sh\n`).claim().uid).to.equal(FIRST_UID + 1);
  });

  it("leaves out uids under which something runs", async function () {
    if (!isRoot) unavailable(this, "only root starts programs under other uids");
    const other = spawn("sleep", ["600"], { uid: FIRST_UID });
    await once(other, "spawn");
    try {
      expect(pool(2).claim().uid).to.equal(FIRST_UID + 1);
    } finally {
      other.kill("SIGKILL");
      await once(other, "exit");
    }
  });

  const claimInOtherProcess = async (end: "exit" | "stay") => {
    const module = path.resolve(import.meta.dirname, "../../../../server/intake/sandbox/uidPool.js");
    const options = { folder: path.join(folder, "claims"), firstUid: FIRST_UID, size: 1 };
    const script = `
      const { createUidPool } = await import(${JSON.stringify(module)});
      let uid = null;
      try { uid = createUidPool(${JSON.stringify(options)}).claim().uid } catch {}
      console.log(uid);
      if (${end === "stay"}) process.stdin.resume();`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [said] = await once(child.stdout, "data");
    return { child, uid: String(said).trim() };
  };

  it("takes a uid back from a process that died without releasing it", async () => {
    const { child, uid } = await claimInOtherProcess("stay");
    expect(uid).to.equal(String(FIRST_UID));
    expect(() => pool(1).claim()).to.throw("in use");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(pool(1).claim().uid).to.equal(FIRST_UID);
    expect(readdirSync(path.join(folder, "claims"))).to.have.lengthOf(1);
  });

  it("lets at most one of many contenders for a dead owner's uid win", async () => {
    for (let round = 0; round < loops(2, 20); round++) {
      const dead = await claimInOtherProcess("stay");
      dead.child.kill("SIGKILL");
      await once(dead.child, "exit");
      const contenders = await Promise.all(Array.from({ length: 4 }, () => claimInOtherProcess("stay")));
      const winners = contenders.filter(({ uid }) => uid !== "null");
      expect(winners.length).to.be.at.most(1);
      for (const { child } of contenders) {
        child.stdin.end();
        await once(child, "exit");
      }
    }
  });
});

describe("process identity", () => {
  it("knows this process alive and a reused pid, another boot and the dead as gone", async () => {
    const own = ownIdentity();
    expect(isAlive(own)).to.equal(true);
    expect(isAlive({ ...own, startTicks: String(Number(own.startTicks) + 1) })).to.equal(false);
    expect(isAlive({ ...own, bootId: "00000000-0000-0000-0000-000000000000" })).to.equal(false);
    const child = spawn("sleep", ["600"]);
    await once(child, "spawn");
    const identity = identityOf(child.pid ?? 0);
    expect(identity).not.to.equal(null);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(identity !== null && isAlive(identity)).to.equal(false);
  });
});
