import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { expect } from "chai";
import { DEFAULT_INTAKE_LIMITS } from "../../../server/intake/intakeLimits.js";
import { eventually } from "../../support/eventually.js";
import { openGate, randomText } from "./support/gate.js";
import { failureOf, type Harness, parsed, startHarness } from "./support/harness.js";

describe("servers that misbehave", () => {
  let harness: Harness;
  let commit = "";
  before(async () => {
    harness = await startHarness(["project", "other", "script"]);
    commit = harness.repository("project").files({ "big.ts": randomText(300_000) });
    harness.repository("other").files({ "a.ts": "x" });
    harness.repository("script").files({ "a.ts": "x" });
  });
  after(() => harness.stop());
  afterEach(() => expect(harness.leftovers()).to.deep.equal([]));

  const accessTo = async (name: string) => harness.access(name, await harness.keyFor(name));

  /** A server that answers every connection with `text` and closes it, or says nothing and waits. */
  async function answering(text: string | null, work: (address: string) => Promise<void>) {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      if (text !== null) socket.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    try {
      await work(`ssh://git@127.0.0.1:${address.port}/team/project.git`);
    } finally {
      server.close();
    }
  }

  it("says that nobody answers on a port", async () => {
    let closed = "";
    await answering("", async (address) => {
      closed = address;
    });
    const access = { ...(await accessTo("project")), remote: parsed(closed) };
    expect((await failureOf(harness.intake.resolveHead({ ...access, branch: "main" }))).code).to.equal(
      "host-unreachable",
    );
    const offered = harness.intake.offeredHostKeys(access.remote, access.signal);
    expect((await failureOf(offered)).code).to.equal("host-unreachable");
  });

  it("says that a port speaks something else than SSH", async () => {
    for (const text of ["HTTP/1.1 400 Bad Request\r\n\r\n", "", "SSH-1.5-old\r\n", randomText(300_000)]) {
      await answering(text, async (address) => {
        const access = { ...(await accessTo("project")), remote: parsed(address) };
        const failure = await failureOf(harness.intake.resolveHead({ ...access, branch: "main" }));
        expect(failure.code, `${text.slice(0, 20)}: ${failure.detail}`).to.equal("host-unreachable");
      });
    }
  });

  it("P12 gives up on a server that never says a word, when the time is over", async () => {
    const intake = harness.intakeWith({ limits: { ...DEFAULT_INTAKE_LIMITS, fetchMs: 1_000 } });
    await answering(null, async (address) => {
      const access = { ...(await accessTo("project")), remote: parsed(address) };
      expect((await failureOf(intake.openRevision({ ...access, branch: "main" }))).code).to.equal(
        "over-limit-time",
      );
    });
  });

  it("P12 cuts a server off that sends more than the limit", async () => {
    const intake = harness.intakeWith({ limits: { ...DEFAULT_INTAKE_LIMITS, receivedBytes: 50_000 } });
    const failure = await failureOf(intake.openRevision({ ...(await accessTo("project")), branch: "main" }));
    expect(failure.code).to.equal("over-limit-size");
  });

  it("asks for the name once and connects once, to the address that was checked: rebinding finds no second look-up", async () => {
    let asked = 0;
    const intake = harness.intakeWith({
      lookup: async () => {
        asked += 1;
        return [{ address: asked === 1 ? "127.0.0.1" : "169.254.169.254" }];
      },
    });
    const before = harness.server.connections();
    const remote = parsed(
      `ssh://${harness.server.user}@rebinding.example:${harness.server.port}/team/project.git`,
    );
    const access = { ...(await accessTo("project")), remote };
    expect((await intake.resolveHead({ ...access, branch: "main" })).commit).to.equal(commit);
    expect([asked, harness.server.connections() - before]).to.deep.equal([1, 1]);
    expect((await failureOf(intake.resolveHead({ ...access, branch: "main" }))).code).to.equal(
      "address-forbidden",
    );
    expect(harness.server.connections() - before).to.equal(1);
  });

  it("connects nowhere when the operator allowed no private range", async () => {
    const before = harness.server.connections();
    const intake = harness.intakeWith({ allowedRanges: [] });
    const access = await accessTo("project");
    for (const work of [
      () => intake.resolveHead({ ...access, branch: "main" }),
      () => intake.openRevision({ ...access, branch: "main" }),
      () => intake.offeredHostKeys(access.remote, access.signal),
    ]) {
      expect((await failureOf(work())).code).to.equal("address-forbidden");
    }
    expect(harness.server.connections()).to.equal(before);
  });

  it("ends at once and leaves no process when cancelled in the middle of a pack", async () => {
    const gate = await openGate(harness.server.port);
    const cancelling = new AbortController();
    const remote = parsed(`ssh://${harness.server.user}@127.0.0.1:${gate.port}/team/project.git`);
    const access = { ...(await accessTo("project")), remote, signal: cancelling.signal };
    const fetching = failureOf(harness.intake.openRevision({ ...access, branch: "main" }));
    await Promise.race([gate.stalled, fetching]);
    cancelling.abort();
    expect((await fetching).code).to.equal("cancelled");
    await gate.close();
    const left = () => processesNaming(harness.folder);
    // Ours are gone at once; the server's own end notices by itself that its client has left.
    expect(left().filter((line) => !line.includes("upload-pack"))).to.deep.equal([]);
    await eventually("the end of the server's own process", () => left().length === 0, 20_000);
  });

  let script = "";

  /** Replaces what the server runs for the key of "script". */
  async function scripted(text: string) {
    const access = await accessTo("script");
    const folder = path.join(harness.folder, "sshd");
    script ||= readdirSync(folder).find((name) => readServed(folder, name).includes("script.git")) ?? "";
    writeFileSync(path.join(folder, script), text);
    return failureOf(harness.intake.openRevision({ ...access, branch: "main" }));
  }

  it("P12 stops listening to a server that talks without end", async () => {
    const failure = await scripted("exec yes 'remote: all work and no play' >&2\n");
    expect(failure.code).to.equal("over-limit-size");
  });

  it("keeps what a server says out of public messages, and takes no word of it for ssh's own", async () => {
    const failure = await scripted(
      "printf 'Host key verification failed.\\n\\033[31m<b>call 555 now</b>\\n' >&2\nexit 1\n",
    );
    expect(failure.code).to.equal("remote-failed");
    expect(failure.publicMessage).not.to.match(/555|verification|<b>/);
    expect(failure.detail)
      .to.match(/555/)
      .and.not.match(/\p{Cc}/u);
  });

  it("P12 survives a server that sends garbage in place of git's protocol", async () => {
    const failure = await scripted("exec head -c 100000 /dev/urandom\n");
    expect(failure.code).to.be.oneOf(["remote-failed", "malformed-objects"]);
  });

  it("tells a missing repository, branch and commit apart", async () => {
    const access = await accessTo("project");
    const code = async (work: Promise<unknown>) => (await failureOf(work)).code;
    const elsewhere = { ...access, remote: harness.remote("other") };
    const { intake } = harness;
    expect(await code(intake.resolveHead({ ...elsewhere, branch: "main" }))).to.equal("repository-not-found");
    expect(await code(intake.resolveHead({ ...access, branch: "nowhere" }))).to.equal("branch-missing");
    expect(await code(intake.openRevision({ ...access, branch: "nowhere" }))).to.equal("branch-missing");
    for (const branch of ["--upload-pack=id", "a..b", "", "x y", "a\u202eb"]) {
      expect(await code(intake.openRevision({ ...access, branch })), branch).to.equal("branch-missing");
    }
    const gone = "1".repeat(40);
    expect(await code(intake.openRevision({ ...access, branch: "main", commit: gone }))).to.equal(
      "commit-missing",
    );
    const revision = await intake.openRevision({ ...access, branch: "main", commit });
    expect(revision.commit).to.equal(commit);
    await revision.destroy();
  });
});

function readServed(folder: string, name: string): string {
  return name.startsWith("serve-") ? readFileSync(path.join(folder, name), "utf8") : "";
}

/** Command lines of running processes that mention a path. */
function processesNaming(text: string): string[] {
  const lines = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        return ""; // gone meanwhile
      }
    });
  return lines.filter((line) => line.includes(text) && !line.includes("sshd"));
}
