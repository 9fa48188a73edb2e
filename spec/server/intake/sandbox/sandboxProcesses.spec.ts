import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { unavailable } from "../../../support/unavailable.js";
import {
  type Ground,
  perlCommand,
  prepareConfined,
  processesWith,
  runPerl,
  until,
} from "./sandboxSupport.js";

describe("sandboxed processes", () => {
  let ground: Ground;
  before(async function () {
    ground = await prepareConfined(this);
  });
  after(() => ground?.remove());

  /** Leaves children behind in sessions of their own that no hang-up reaches, then says so. */
  const daemons = (marker: string) =>
    `'${marker}'; use POSIX; $SIG{$_} = 'IGNORE' for qw(HUP INT TERM); for (1 .. 3) { if (!fork) { POSIX::setsid(); sleep 600; exit } } $| = 1; print "ready"; sleep 600`;

  it("P09 has killed everything inside when an abort is over", async () => {
    const marker = randomUUID();
    const abort = new AbortController();
    const claim = ground.sandbox.claimUid();
    const running = ground.sandbox.spawn(
      perlCommand(ground, daemons(marker), { uid: claim.uid, signal: abort.signal }),
    );
    await once(running.stdout, "data");
    expect(processesWith(marker)).not.to.deep.equal([]);
    abort.abort();
    expect((await running.exited).ended).to.equal("aborted");
    expect(processesWith(marker)).to.deep.equal([]);
    claim.release();
  });

  it("P09 has killed what a program left behind when the program itself ends", async () => {
    const marker = randomUUID();
    const { stdout } = await runPerl(ground, `${daemons(marker).replace(/sleep 600$/, "exit 0")}`);
    expect(stdout).to.contain("ready");
    expect(processesWith(marker)).to.deep.equal([]);
  });

  it("P09 leaves no process behind when the service is killed", async () => {
    const marker = randomUUID();
    const support = path.join(import.meta.dirname, "sandboxSupport.js");
    const script = `
      const { prepareGround, perlCommand } = await import(${JSON.stringify(support)});
      const ground = await prepareGround();
      const { uid } = ground.sandbox.claimUid();
      const running = ground.sandbox.spawn(perlCommand(ground, ${JSON.stringify(daemons(marker))}, { uid }));
      running.stdout.once("data", () => console.log(ground.folder));
      await running.exited;`;
    const service = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [folder] = await once(service.stdout, "data");
    expect(processesWith(marker).length).to.be.greaterThan(1);
    service.kill("SIGKILL");
    await once(service, "exit");
    await until(() => processesWith(marker).length === 0);
    rmSync(String(folder).trim(), { recursive: true });
  });

  it("P09 keeps two analyses from seeing each other's processes and files", async function () {
    if (!ground.capabilities.root) unavailable(this, "uids of their own need root");
    const first = ground.sandbox.claimUid();
    const second = ground.sandbox.claimUid();
    expect(first.uid).not.to.equal(second.uid);
    const job = path.join(ground.folder, "private");
    mkdirSync(job, { mode: 0o700 });
    writeFileSync(path.join(job, "source"), "canary");
    chownSync(job, first.uid ?? 0, first.uid ?? 0);
    const binds = [{ source: job, target: "/job" }];
    const marker = randomUUID();
    const abort = new AbortController();
    const running = ground.sandbox.spawn(
      perlCommand(ground, daemons(marker), { uid: first.uid, signal: abort.signal }),
    );
    await once(running.stdout, "data");
    const [pid = 0] = processesWith(marker);
    const look = `print join ",", grep { /^\\d+$/ } map { s{/proc/}{}r } </proc/*>; print "|", (kill(0, ${pid}) ? "signalled" : ""), "|", (-r "/job/source" ? "readable" : "")`;
    const foreign = await runPerl(ground, look, { uid: second.uid, binds });
    abort.abort();
    await running.exited;
    expect(foreign.stdout).to.equal("1,2||");
    const own = await runPerl(ground, 'print -r "/job/source" ? "readable" : ""', { uid: first.uid, binds });
    expect(own.stdout).to.equal("readable");
    first.release();
    second.release();
  });
});
