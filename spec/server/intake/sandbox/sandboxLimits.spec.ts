import { randomUUID } from "node:crypto";
import { chownSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { STAGE_LIMITS, type Stage } from "../../../../server/intake/sandbox/limits.js";
import { type Ground, prepareConfined, processesWith, runPerl } from "./sandboxSupport.js";

const MIB = 1024 * 1024;

describe("sandbox limits", () => {
  let ground: Ground;
  before(async function () {
    ground = await prepareConfined(this);
  });
  after(() => ground?.remove());

  it("P09 are all in force in every stage, and nothing dumps its memory", async () => {
    const stages: readonly Stage[] = ["fetch", "read", "analyze"];
    for (const stage of stages) {
      const { stdout } = await runPerl(ground, 'open F, "<", "/proc/self/limits"; print <F>', { stage });
      const limits = STAGE_LIMITS[stage];
      const expected = {
        "Max core file size": 0,
        "Max cpu time": limits.cpuSeconds,
        "Max address space": limits.addressSpaceBytes,
        "Max data size": limits.dataBytes,
        "Max file size": limits.fileSizeBytes,
        "Max open files": limits.openFiles,
        "Max processes": limits.processes,
      };
      for (const [name, limit] of Object.entries(expected)) {
        // Where a stage has none of its own, the service's holds.
        if (limit !== null) expect(stdout, stage).to.match(new RegExp(`^${name} +${limit} +${limit} `, "m"));
      }
    }
  });

  it("P09 bound a fork bomb", async () => {
    // 100 forks at most: without the limit the spec fails instead of the machine
    const bomb =
      "my $n = 0; for (1 .. 100) { my $p = fork; last unless defined $p; if (!$p) { sleep 60; exit } $n++ } print $n";
    const { stdout } = await runPerl(ground, bomb, { limits: { processes: 40 } });
    expect(Number(stdout)).to.be.within(1, 40);
  });

  it("P09 bound memory", async () => {
    const use = (mib: number) => `my $x = "x" x (${mib} * 1024 * 1024); print length $x`;
    const limits = { dataBytes: 128 * MIB, addressSpaceBytes: null };
    expect((await runPerl(ground, use(32), { limits })).stdout).to.equal(String(32 * MIB));
    const bomb = await runPerl(ground, use(256), { limits });
    expect(bomb.stdout).to.equal("");
    expect(bomb.code).not.to.equal(0);
  });

  it("P09 bound what can be written", async () => {
    const claim = ground.sandbox.claimUid();
    const job = path.join(ground.folder, "job");
    mkdirSync(job);
    if (claim.uid !== null) chownSync(job, claim.uid, claim.uid);
    const fill = 'open F, ">", "/job/big"; syswrite F, "x" x 65536 for 1 .. 64; print "all"'; // 4 MiB
    const binds = [{ source: job, target: "/job", writable: true }];
    const big = await runPerl(ground, fill, { uid: claim.uid, binds, limits: { fileSizeBytes: MIB } });
    expect(big.stdout).to.equal("");
    expect(statSync(path.join(job, "big")).size).to.equal(MIB);
    const scratch =
      'my $b = 0; for my $n (1 .. 64) { open F, ">", "/tmp/$n"; my $w = syswrite F, "x" x 1048576; $b += $w // 0 } print $b';
    const filled = await runPerl(ground, scratch, { uid: claim.uid, limits: { fileSizeBytes: 2 * MIB } });
    expect(Number(filled.stdout)).to.be.within(1, 16 * MIB);
    claim.release();
  });

  it("P09 bound processor time", async () => {
    const { code, ended } = await runPerl(ground, "1 while 1", { limits: { cpuSeconds: 1 } });
    expect(ended).to.equal("exit");
    expect(code).to.be.oneOf([128 + 24 /* SIGXCPU */, 128 + 9]);
  });

  it("P09 end a program that sleeps past its deadline", async () => {
    const marker = randomUUID();
    const { ended } = await runPerl(ground, `'${marker}'; sleep 600`, { limits: { wallClockMs: 300 } });
    expect(ended).to.equal("deadline");
    expect(processesWith(marker)).to.deep.equal([]);
  });
});
