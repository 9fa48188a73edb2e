import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { type DeployKey, generateDeployKey } from "../../keys/deployKey.js";
import { serveAgent } from "../../keys/sshAgent.js";
import { unavailable } from "../support/unavailable.js";
import { inTemporaryFolder } from "./support/temporaryFolder.js";

const SSHD = "/usr/sbin/sshd";
const run = promisify(execFile);

/** A real sshd that serves one connection on its standard input and output, so it needs no port and ends by itself. */
function prepareSshd(folder: string, authorized: DeployKey): { command: string; knownHosts: string } {
  const file = (name: string) => path.join(folder, name);
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file("host")]);
  writeFileSync(file("known"), `spec-host ${readFileSync(file("host.pub"), "utf8")}`);
  writeFileSync(file("authorized"), `restrict,command="echo let in" ${authorized.publicKey}\n`);
  const config = [
    `HostKey ${file("host")}`,
    `AuthorizedKeysFile ${file("authorized")}`,
    "AuthenticationMethods publickey",
    "PermitRootLogin prohibit-password",
    "StrictModes no",
    "UsePAM no",
  ];
  writeFileSync(file("sshd_config"), `${config.join("\n")}\n`);
  return {
    command: `${SSHD} -i -f ${file("sshd_config")} -E ${file("sshd.log")}`,
    knownHosts: file("known"),
  };
}

/** Logs in with the key that an agent holds and resolves to what the server answered. */
async function logIn(
  folder: string,
  key: DeployKey,
  authorized: DeployKey,
): Promise<{ output: string; signatures: number }> {
  const sshd = prepareSshd(folder, authorized);
  const socketPath = path.join(folder, "agent");
  writeFileSync(path.join(folder, "key.pub"), `${key.publicKey}\n`);
  const agent = await serveAgent({ ...key, socketPath });
  const options = [
    `ProxyCommand=${sshd.command}`,
    `IdentityAgent=${socketPath}`,
    `UserKnownHostsFile=${sshd.knownHosts}`,
    "GlobalKnownHostsFile=/dev/null",
    "StrictHostKeyChecking=yes",
    "IdentitiesOnly=yes",
    "BatchMode=yes",
  ].flatMap((option) => ["-o", option]);
  const args = [
    "-F",
    "/dev/null",
    "-i",
    path.join(folder, "key.pub"),
    ...options,
    `${userInfo().username}@spec-host`,
  ];
  try {
    const output = await run("ssh", args).then(
      ({ stdout }) => stdout.trim(),
      (error: Error) => error.message,
    );
    return { output, signatures: agent.signatures() };
  } finally {
    await agent.close();
  }
}

/** Base64 digits that stand for these bytes wherever a multiple of three bytes precedes them. */
function base64Middle(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, 27).toString("base64"));
}

describe("serveAgent with a real ssh and sshd", () => {
  before(function () {
    if (!existsSync(SSHD)) unavailable(this, "openssh-server is not installed");
    // sshd separates privileges into this folder and refuses to start without it.
    if (process.geteuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  });

  it("P02 P06 lets ssh log in by the key in the agent, at the price of one signature", () =>
    inTemporaryFolder(async (folder) => {
      const key = generateDeployKey({ comment: "spec" });
      expect(await logIn(folder, key, key)).to.deep.equal({ output: "let in", signatures: 1 });
      // PKCS#8 ends with the 32-byte seed (RFC 8410); the OpenSSH formats hold it in base64, here of its middle.
      const seed = key.privateKey.use((der) => Buffer.from(der.subarray(-32)));
      const forms = [
        seed,
        Buffer.from(seed.toString("hex")),
        ...[0, 1, 2].map((shift) => base64Middle(seed.subarray(shift))),
      ];
      const files = readdirSync(folder).map((name) => readFileSync(path.join(folder, name)));
      expect(files.length).to.be.at.least(5);
      for (const file of files) {
        for (const form of forms) expect(file.includes(form)).to.equal(false);
      }
    }));

  it("is refused by a server that does not know the key", () =>
    inTemporaryFolder(async (folder) => {
      const { output, signatures } = await logIn(
        folder,
        generateDeployKey({ comment: "a" }),
        generateDeployKey({ comment: "b" }),
      );
      expect(output).to.contain("Permission denied (publickey)");
      expect(signatures).to.equal(0);
    }));
});
