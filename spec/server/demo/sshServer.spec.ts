import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { type SshServer, startSshServer } from "../../../server/demo/sshServer.js";
import { knownHostsText } from "../../../server/intake/remote/hostKeys.js";

const run = promisify(execFile);

describe("startSshServer", () => {
  let folder = "";
  let server: SshServer;
  const key = (name: string) => path.join(folder, name);

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "sealgrade-spec-"));
    for (const name of ["first", "second"]) {
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key(name)]);
      const repository = path.join(folder, `${name}.git`);
      git(["init", "-q", "--bare", "-b", "main", repository]);
      const tree = git(["--git-dir", repository, "hash-object", "-t", "tree", "-w", "--stdin"]);
      const who = ["-c", "user.name=n", "-c", "user.email=e@example.org"];
      const commit = git([...who, "--git-dir", repository, "commit-tree", "-m", name, tree]);
      git(["--git-dir", repository, "update-ref", "refs/heads/main", commit]);
    }
    server = await startSshServer({
      folder: path.join(folder, "sshd"),
      repositories: { "/team/first.git": key("first.git"), "/team/second.git": key("second.git") },
      port: 0,
    });
  });

  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    await server.addKey(publicKey("first"), "/team/first.git");
    await server.addKey(publicKey("second"), "/team/second.git");
    trust();
  });

  function publicKey(name: string): string {
    return execFileSync("ssh-keygen", ["-y", "-f", key(name)], { encoding: "utf8" }).trim();
  }

  function trust() {
    writeFileSync(key("known_hosts"), knownHostsText(`[127.0.0.1]:${server.port}`, [server.hostKey()]));
  }

  function git(args: string[]): string {
    return execFileSync("git", args, { encoding: "utf8", input: "" }).trim();
  }

  async function remoteGit(name: string, ...args: string[]): Promise<string> {
    const ssh = `ssh -F none -i ${key(name)} -o IdentitiesOnly=yes -o IdentityAgent=none -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=${key("known_hosts")}`;
    const env = { PATH: "/usr/bin:/bin", HOME: folder, GIT_SSH_COMMAND: ssh };
    try {
      return (await run("git", args, { env })).stdout;
    } catch (error) {
      if (error instanceof Error && "stderr" in error) return `failed: ${error.stderr}`;
      throw error;
    }
  }

  it("lets a key read the repository it was added for, over one connection", async () => {
    const before = server.connections();
    const listed = await remoteGit("first", "ls-remote", "--symref", server.remoteOf("/team/first.git"));
    expect(listed).to.match(/^ref: refs\/heads\/main\tHEAD\n[0-9a-f]{40}\tHEAD\n/);
    expect(server.connections() - before).to.equal(1);
  });

  it("hides every other repository from it", async () => {
    const answer = await remoteGit("first", "ls-remote", server.remoteOf("/team/second.git"));
    expect(answer).to.include("Repository not found");
    expect(await remoteGit("first", "ls-remote", server.remoteOf("/nowhere"))).to.include(
      "Repository not found",
    );
  });

  it("P05 refuses a push: the key of a project can only read", async () => {
    const pushed = await remoteGit(
      "first",
      "--git-dir",
      key("first.git"),
      "push",
      server.remoteOf("/team/first.git"),
      "main:refs/heads/other",
    );
    expect(pushed).to.include("read only");
    expect(git(["--git-dir", key("first.git"), "branch"])).to.equal("* main");
  });

  it("refuses a removed key at the handshake", async () => {
    await server.removeKey(publicKey("first"));
    expect(await remoteGit("first", "ls-remote", server.remoteOf("/team/first.git"))).to.include(
      "Permission denied",
    );
    expect(await remoteGit("second", "ls-remote", server.remoteOf("/team/second.git"))).to.include(
      "refs/heads/main",
    );
  });

  it("shows another host key from the next connection on", async () => {
    const old = server.hostKey();
    const fresh = await server.changeHostKey();
    expect(fresh.fingerprint).not.to.equal(old.fingerprint);
    const answer = await remoteGit("first", "ls-remote", server.remoteOf("/team/first.git"));
    expect(answer).to.include(fresh.fingerprint).and.include("Host key verification failed");
    trust();
    expect(await remoteGit("first", "ls-remote", server.remoteOf("/team/first.git"))).to.include(
      "refs/heads/main",
    );
  });

  it("runs no command but fetching", async () => {
    const ssh = [
      "-F",
      "none",
      "-i",
      key("first"),
      "-o",
      "BatchMode=yes",
      "-o",
      `UserKnownHostsFile=${key("known_hosts")}`,
    ];
    const args = [...ssh, "-p", String(server.port), `${server.user}@127.0.0.1`, "id"];
    const answer = await run("ssh", args).catch((error: unknown) => error);
    expect(answer).to.have.property("stderr").that.includes("only serves git fetch");
  });
});
