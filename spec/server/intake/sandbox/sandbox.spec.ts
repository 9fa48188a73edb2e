import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdirSync, readlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { expect } from "chai";
import { probeEscape } from "../../../../server/intake/sandbox/escapeProbe.js";
import type { Stage } from "../../../../server/intake/sandbox/sandbox.js";
import { DENIED_SYSCALLS } from "../../../../server/intake/sandbox/syscalls.js";
import { unavailable } from "../../../support/unavailable.js";
import { type Ground, perlCommand, prepareConfined, prepareGround, runPerl } from "./sandboxSupport.js";

const STAGES: readonly Stage[] = ["fetch", "read", "analyze"];

/** Nobody's group: the specs' own process takes it on for a moment. */
const SPARE_GROUP = 3_000_023;

describe("sandbox", () => {
  let ground: Ground;
  before(async function () {
    ground = await prepareConfined(this);
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
        ...["ipc", "mnt", "net", "pid", "user", "uts"].map((kind) => `shared-${kind}`),
      ];
      for (const stage of STAGES) {
        for (const what of [...everywhere, "ptrace", "secret-file", "secret-folder", "write-outside"]) {
          expect(escapes).to.include(`${stage}: ${what}`);
        }
      }
      expect(escapes).to.include("read: unix-socket");
    });

    it("finds no descriptor that the service itself was started with", async () => {
      const dist = path.resolve(import.meta.dirname, "../../../..");
      const script = `
        const { prepareGround } = await import(${JSON.stringify(path.join(dist, "spec/server/intake/sandbox/sandboxSupport.js"))});
        const { probeEscape } = await import(${JSON.stringify(path.join(dist, "server/intake/sandbox/escapeProbe.js"))});
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

  it("P09 gives every stage namespaces of its own, the network's among them", async () => {
    const kinds = ["ipc", "mnt", "net", "pid", "user", "uts"];
    const program = `print join " ", map { readlink "/proc/self/ns/$_" } qw(${kinds.join(" ")})`;
    for (const stage of STAGES) {
      const inside = (await runPerl(ground, program, { stage })).stdout.split(" ");
      expect(inside.map((name) => name.replace(/:.*/, ""))).to.deep.equal(kinds);
      const shared = inside.filter((name, at) => name === readlinkSync(`/proc/self/ns/${kinds[at]}`));
      expect(shared, stage).to.deep.equal([]);
    }
  });

  it("P09 gives every stage a session of its own, which shares no terminal with the service", async () => {
    // Field 6 of proc(5) stat; 0 stands for a session that began outside of the sandbox.
    const program = 'open F, "<", "/proc/self/stat"; print((split " ", (split /\\) /, <F>)[1])[3])';
    for (const stage of STAGES)
      expect(Number((await runPerl(ground, program, { stage })).stdout), stage).to.be.greaterThan(0);
  });

  it("P09 keeps no group that the service belongs to", async function () {
    if (!ground.capabilities.root) unavailable(this, "only root can take groups on and give them up");
    const before = process.getgroups?.() ?? [];
    process.setgroups?.([...before, SPARE_GROUP]);
    try {
      const program = 'open F, "<", "/proc/self/status"; print grep /^Groups:/, <F>';
      expect((await runPerl(ground, program)).stdout.trim()).to.equal("Groups:");
    } finally {
      process.setgroups?.(before);
    }
  });

  it("P09 lets a stage change only what it was given to change", async () => {
    const claim = ground.sandbox.claimUid();
    const binds = ["given", "shown"].map((name) => {
      const source = path.join(ground.folder, name);
      mkdirSync(source);
      if (claim.uid !== null) chownSync(source, claim.uid, claim.uid);
      return { source, target: `/${name}`, writable: name === "given" };
    });
    const program = 'print join " ", map { open(F, ">", "/$_/new") ? "wrote" : "refused" } qw(given shown)';
    const { stdout } = await runPerl(ground, program, { uid: claim.uid, binds });
    expect(stdout).to.equal("wrote refused");
    claim.release();
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
});
