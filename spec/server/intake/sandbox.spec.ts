import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { expect } from "chai";
import { simpleGit } from "simple-git";
import { IntakeError } from "../../../server/intake/errors.js";
import { probeEscape } from "../../../server/intake/escapeProbe.js";
import { STAGE_LIMITS } from "../../../server/intake/limits.js";
import { DENIED_SYSCALLS } from "../../../server/intake/sandbox/syscalls.js";
import { createSandbox, type Stage } from "../../../server/intake/sandbox.js";
import { createUidPool } from "../../../server/intake/uidPool.js";
import { unavailable } from "../../support/unavailable.js";
import { type Ground, perlCommand, prepareGround, processesWith, runPerl, until } from "./sandboxSupport.js";

const STAGES: readonly Stage[] = ["fetch", "read", "analyze"];
const MIB = 1024 * 1024;

describe("sandbox", () => {
  let ground: Ground;
  before(async function () {
    ground = await prepareGround();
    if (!ground.sandbox.confined) unavailable(this, "bubblewrap or user namespaces are missing");
  });
  after(() => ground?.remove());

  describe("escape probe", () => {
    async function probe(of: Ground) {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      const loopbackPort = address !== null && typeof address === "object" ? address.port : null;
      const secret = path.join(of.folder, "secret");
      writeFileSync(secret, "canary");
      const { signal } = new AbortController();
      const result = await probeEscape({ ...of, secrets: [secret], loopbackPort, signal });
      server.close();
      return result;
    }

    it("P09 gets at nothing in any stage", async () => {
      expect((await probe(ground)).escapes).to.deep.equal([]);
    });

    it("P09 sees each way out where nothing confines it, so its silence means something", async () => {
      const open = await prepareGround({ namespaces: false });
      const { ok, escapes } = await probe(open);
      open.remove();
      expect(ok).to.equal(false);
      const everywhere = [
        "etc-passwd",
        "loopback",
        "internet-socket",
        "nested-namespace",
        "no-filter",
        "other-processes",
      ];
      for (const stage of STAGES) {
        for (const what of [...everywhere, "ptrace", "secret-file", "secret-folder", "write-outside"]) {
          expect(escapes).to.include(`${stage}: ${what}`);
        }
      }
      expect(escapes).to.include("read: unix-socket");
    });

    it("finds no descriptor that the service itself was started with", async () => {
      const dist = path.resolve(import.meta.dirname, "../../..");
      const script = `
        const { prepareGround } = await import(${JSON.stringify(path.join(dist, "spec/server/intake/sandboxSupport.js"))});
        const { probeEscape } = await import(${JSON.stringify(path.join(dist, "server/intake/escapeProbe.js"))});
        const ground = await prepareGround();
        const found = await probeEscape({ ...ground, secrets: [], loopbackPort: null, signal: new AbortController().signal });
        console.log(JSON.stringify(found.escapes));
        ground.remove();`;
      // Node marks those from 3 on that follow each other as close-on-exec when it starts; 40 stands alone
      const unused = Array.from({ length: 37 }, () => "ignore" as const);
      const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
        stdio: ["ignore", "pipe", "inherit", ...unused, "pipe"],
      });
      let said = "";
      child.stdout?.on("data", (chunk: Buffer) => {
        said += chunk.toString("utf8");
      });
      await once(child, "close");
      expect(said.trim()).to.equal("[]");
    });
  });

  it("P09 refuses every denied system call with the filter's own answer in every stage", async () => {
    const column = ground.capabilities.arch === "arm64" ? 1 : 0;
    const calls = Object.entries(DENIED_SYSCALLS).filter(([, numbers]) => numbers[column] !== null);
    const list = calls.map(([name, numbers]) => `${name}=>${numbers[column]}`).join(",");
    const program = `my %c = (${list}); for (sort keys %c) { $! = 0; print "$_\\n" unless syscall($c{$_}, 0, 0, 0, 0, 0, 0) == -1 && $!{ENOSYS} } print scalar keys %c`;
    for (const stage of STAGES) {
      const { stdout } = await runPerl(ground, `use Errno; ${program}`, { stage });
      expect(stdout, stage).to.equal(String(calls.length));
    }
  });

  it("P09 shows a program nothing but its own files, environment and name", async () => {
    process.env["SEALGRADE_SPEC_CANARY"] = "canary-in-the-environment";
    const program =
      'print join " ", map { "$_=$ENV{$_}" } sort keys %ENV; print "|", join " ", </*>; print "|", (getpwuid $<)[0]';
    const { stdout } = await runPerl(ground, program, { env: { GIVEN: "a b" } });
    delete process.env["SEALGRADE_SPEC_CANARY"];
    const [environment, roots, name] = stdout.split("|");
    expect(environment).to.equal("GIVEN=a b HOME=/home LC_ALL=C PATH=/usr/bin:/bin PWD=/");
    expect(new Set(roots?.split(" "))).to.satisfy((seen: Set<string>) =>
      [...seen].every((root) =>
        ["/bin", "/dev", "/etc", "/home", "/lib", "/lib64", "/proc", "/run", "/tmp", "/usr"].includes(root),
      ),
    );
    expect(name).to.equal("sealgrade");
  });

  it("shows data files with their bytes and modes, and lets nobody change them", async () => {
    const dataFiles = [
      { target: "/run/given", content: "one\ntwo\n" },
      { target: "/run/tool", content: new Uint8Array([0, 255, 10]), mode: 0o555 },
    ];
    const program =
      'for (@ARGV) { open F, "<", $_; local $/; print unpack("H*", <F>), sprintf(" %o ", (stat $_)[2] & 0777); print open(W, ">>", $_) ? "writable " : "" }';
    const { stdout } = await runPerl(ground, `@ARGV = qw(/run/given /run/tool); ${program}`, { dataFiles });
    expect(stdout).to.equal("6f6e650a74776f0a 444 00ff0a 555 ");
  });

  describe("limits", () => {
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

  it("keeps only the end of what a program writes to stderr", async () => {
    const { stderr } = await runPerl(ground, 'print STDERR "x" x 1000000, "end"');
    expect(stderr).to.match(/^x+end$/);
    expect(stderr).to.have.lengthOf(16 * 1024);
  });

  it("ends, instead of throwing, when there is no such program", async () => {
    const claim = ground.sandbox.claimUid();
    const running = ground.sandbox.spawn(
      perlCommand(ground, "", { uid: claim.uid, argv: ["/no/such/program"] }),
    );
    expect((await running.exited).code).not.to.equal(0);
    claim.release();
  });

  describe("wrapper", () => {
    it("P07 runs git inside with its arguments verbatim, also under simple-git", async () => {
      const claim = ground.sandbox.claimUid();
      const view = { stage: "fetch", binds: [], limits: STAGE_LIMITS.fetch, uid: claim.uid } as const;
      const dataFiles = [{ target: "/run/gitconfig", content: "[user]\n\tname = Inside\n" }];
      const env = { GIT_CONFIG_GLOBAL: "/run/gitconfig" };
      const wrapper = await ground.sandbox.wrapper({ ...view, program: "git", dataFiles, env });
      const git = simpleGit({ binary: wrapper.file });
      expect(await git.raw("config", "--get", "user.name")).to.equal("Inside\n");
      const hostile = "$(id) `id` 'a' \"b\" \\ ; * \n end";
      expect(await git.raw("rev-parse", "--sq-quote", hostile)).to.equal(
        ` '${hostile.replaceAll("'", "'\\''")}'\n`,
      );
      await wrapper.close();
      expect(statSync(wrapper.file, { throwIfNoEntry: false })).to.equal(undefined);
      claim.release();
    });

    it("P09 keeps its wall clock and its sandbox", async () => {
      const claim = ground.sandbox.claimUid();
      const perl = ground.capabilities.find("perl") ?? "";
      const limits = { ...STAGE_LIMITS.read, wallClockMs: 1_000 };
      const binds = [{ source: perl, target: perl }];
      const wrapper = await ground.sandbox.wrapper({
        stage: "read",
        program: perl,
        binds,
        limits,
        uid: claim.uid,
      });
      const marker = randomUUID();
      const program = `'${marker}'; $| = 1; print -e "/root" ? "seen" : "hidden"; sleep 600`;
      const child = spawn(wrapper.file, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
      const [said] = await once(child.stdout, "data");
      expect(String(said)).to.equal("hidden");
      await once(child, "exit");
      await until(() => processesWith(marker).length === 0);
      await wrapper.close();
      claim.release();
    });
  });

  describe("where something is missing", () => {
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
});
