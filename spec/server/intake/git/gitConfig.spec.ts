import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect } from "chai";
import { gitConfigText, gitEnvironment } from "../../../../server/intake/git/gitConfig.js";

/** One address of every other way that git knows; nothing listens on port 1. */
const OTHER_TRANSPORTS: Readonly<Record<string, string>> = {
  https: "https://127.0.0.1:1/team/repo.git",
  http: "http://127.0.0.1:1/team/repo.git",
  ftp: "ftp://127.0.0.1:1/team/repo.git",
  git: "git://127.0.0.1:1/team/repo.git",
  file: "file:///team/repo.git",
  ext: "ext::true",
};

describe("the git that talks to remotes", () => {
  let folder: string;
  let environment: Record<string, string>;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "sealgrade-git-"));
    const configFile = path.join(folder, "gitconfig");
    writeFileSync(configFile, gitConfigText(null));
    environment = gitEnvironment({ configFile, repository: null });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function git(args: readonly string[], env: Record<string, string>, input = "") {
    const { stdout, stderr } = spawnSync("git", args, {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], HOME: folder, ...env },
      input,
    });
    return { stdout, stderr };
  }

  // Two locks on one door: each must hold while the other is open.
  for (const [lock, opened] of [
    ["configuration", { GIT_ALLOW_PROTOCOL: undefined }],
    ["environment", { GIT_CONFIG_GLOBAL: "/dev/null" }],
  ] as const) {
    it(`P02 refuses by its ${lock} alone every transport but ssh`, () => {
      const env = Object.fromEntries(
        Object.entries({ ...environment, ...opened }).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      );
      for (const [transport, address] of Object.entries(OTHER_TRANSPORTS))
        expect(git(["ls-remote", address], env).stderr).to.include(`transport '${transport}' not allowed`);
      const ssh = git(["ls-remote", "ssh://git@127.0.0.1:1/team/repo.git"], {
        ...env,
        GIT_SSH: "/bin/false",
        GIT_SSH_VARIANT: "ssh",
      });
      expect(ssh.stderr, "ssh is let through to its program").to.include("Could not read from remote");
    });
  }

  it("P07 runs no hook that lies in its repository", () => {
    const repository = path.join(folder, "repo.git");
    const configFile = path.join(folder, "repository-config");
    const ran = path.join(folder, "ran");
    writeFileSync(configFile, gitConfigText(repository));
    git(["init", "--bare", repository], environment);
    mkdirSync(path.join(repository, "hooks"), { recursive: true });
    const hook = path.join(repository, "hooks", "reference-transaction");
    writeFileSync(hook, `#!/bin/sh\ntouch '${ran}'\n`, { mode: 0o700 });
    const guarded = gitEnvironment({ configFile, repository });
    const tree = git(["mktree"], guarded).stdout.trim();
    git(["update-ref", "refs/sealgrade/one", tree], guarded);
    expect(git(["rev-parse", "refs/sealgrade/one"], guarded).stdout.trim()).to.equal(tree);
    expect(existsSync(ran)).to.equal(false);
    // The trap is armed: an unguarded git falls into it.
    git(["update-ref", "refs/sealgrade/two", tree], { GIT_DIR: repository });
    expect(existsSync(ran)).to.equal(true);
  });

  it("P02 asks neither a person nor a program for a password, and looks into no store of them", () => {
    const asked = path.join(folder, "askpass");
    writeFileSync(asked, "#!/bin/sh\necho s3cr3t\n", { mode: 0o700 });
    writeFileSync(path.join(folder, ".git-credentials"), "https://me:s3cr3t@git.example.org\n");
    writeFileSync(
      path.join(folder, ".gitconfig"),
      `[credential]\n\thelper = store\n[core]\n\taskPass = ${asked}\n`,
    );
    const request = "protocol=https\nhost=git.example.org\n\n";
    const planted = { GIT_ASKPASS: asked, SSH_ASKPASS: asked };
    const { stdout, stderr } = git(["credential", "fill"], { ...planted, ...environment }, request);
    expect([stdout, stderr.includes("terminal prompts disabled")]).to.deep.equal(["", true]);
    // Where nothing forbids it, git finds the password that lies here.
    expect(git(["credential", "fill"], {}, request).stdout).to.include("password=s3cr3t");
  });
});
