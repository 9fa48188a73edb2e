import { execFile } from "node:child_process";
import { verify } from "node:crypto";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { generateDeployKey, parsePublicKey } from "../../keys/deployKey.js";
import { type Agent, serveAgent } from "../../keys/sshAgent.js";
import { wireString, wireUint32 } from "../../keys/sshWire.js";
import { unavailable } from "../support/unavailable.js";
import {
  ask,
  identitiesRequest,
  publicKeyObject,
  signRequest,
  talk,
  untilHungUp,
  userauth,
} from "./support/agentClient.js";
import { inTemporaryFolder } from "./support/temporaryFolder.js";

const run = promisify(execFile);
const FAILURE = Buffer.from([5]);

interface Served {
  readonly agent: Agent;
  readonly socketPath: string;
  readonly key: ReturnType<typeof generateDeployKey>;
  readonly blob: Buffer;
}

async function served(
  fn: (s: Served) => Promise<void>,
  options: { signaturesMax?: number } = {},
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const key = generateDeployKey({ comment: "spec key" });
    const socketPath = path.join(folder, "agent");
    const agent = await serveAgent({ ...key, socketPath, ...options });
    try {
      await fn({ agent, socketPath, key, blob: parsePublicKey(key.publicKey).blob });
    } finally {
      await agent.close();
    }
  });
}

describe("serveAgent", () => {
  it("lists its key to the real ssh-add with our fingerprint", () =>
    served(async ({ socketPath, key }) => {
      const { stdout } = await run("ssh-add", ["-l", "-E", "sha256"], {
        env: { SSH_AUTH_SOCK: socketPath, PATH: process.env["PATH"] },
      });
      expect(stdout.trim()).to.equal(`256 ${key.fingerprint} spec key (ED25519)`);
    }));

  it("signs a user's authentication, plain and host-bound, with a signature that verifies", () =>
    served(async ({ agent, socketPath, key, blob }) => {
      for (const data of [userauth(blob), userauth(blob, { hostKey: Buffer.from("host key") })]) {
        const answer = await ask(socketPath, signRequest(blob, data));
        // byte 14 | string (string "ssh-ed25519" | string signature 64)
        expect(answer.subarray(0, 1 + 4 + 4 + 11 + 4).toString("latin1")).to.equal(
          "\x0e\0\0\0\x53\0\0\0\x0bssh-ed25519\0\0\0\x40",
        );
        expect(verify(null, data, publicKeyObject(key.publicKey), answer.subarray(-64))).to.equal(true);
      }
      expect(agent.signatures()).to.equal(2);
    }));

  it("signs nothing but a well-formed user authentication by its own key", () =>
    served(async ({ agent, socketPath, blob }) => {
      const other = parsePublicKey(generateDeployKey({ comment: "x" }).publicKey).blob;
      const wellFormed = userauth(blob);
      const hostile: [string, Buffer][] = [
        ["nothing", Buffer.alloc(0)],
        ["free text", Buffer.from("any bytes at all, for instance a commit")],
        [
          "an SSHSIG",
          Buffer.concat([
            Buffer.from("SSHSIG"),
            wireString("git"),
            wireString(""),
            wireString("sha512"),
            wireString(Buffer.alloc(64)),
          ]),
        ],
        ["another key inside", userauth(other)],
        ["another service", userauth(blob, { service: "ssh-userauth" })],
        ["another method", userauth(blob, { method: "hostbased" })],
        ["another algorithm", userauth(blob, { algorithm: "ssh-ed25519-cert-v01@openssh.com" })],
        ["no user", userauth(blob, { user: "" })],
        ["an endless user", userauth(blob, { user: "u".repeat(256) })],
        ["a short session id", userauth(blob, { sessionId: Buffer.alloc(19) })],
        ["a long session id", userauth(blob, { sessionId: Buffer.alloc(65) })],
        ["another message number", userauth(blob, { message: 51 })],
        ["no signature flag", userauth(blob, { signed: 0 })],
        ["something behind it", Buffer.concat([wellFormed, Buffer.from([0])])],
        ["a host key without its method", Buffer.concat([wellFormed, wireString("host key")])],
        [
          "the host-bound method without a host key",
          userauth(blob, { method: "publickey-hostbound-v00@openssh.com" }),
        ],
        ...Array.from({ length: wellFormed.length }, (_, cut): [string, Buffer] => [
          `cut at ${cut}`,
          wellFormed.subarray(0, cut),
        ]),
      ];
      for (const [name, data] of hostile) {
        expect((await ask(socketPath, signRequest(blob, data))).equals(FAILURE), name).to.equal(true);
      }
      expect(
        (await ask(socketPath, signRequest(other, userauth(other)))).equals(FAILURE),
        "a key it does not have",
      ).to.equal(true);
      expect(agent.signatures()).to.equal(0);
    }));

  it("answers every other message with a failure", () =>
    served(async ({ socketPath }) => {
      for (let type = 0; type < 256; type++) {
        if (type === 11) continue;
        const answer = await ask(socketPath, Buffer.concat([Buffer.from([type]), wireString("x")]));
        expect(answer.equals(FAILURE), `message ${type}`).to.equal(true);
      }
      expect((await ask(socketPath, Buffer.from([11, 0]))).equals(FAILURE), "identities and more").to.equal(
        true,
      );
    }));

  it("hangs up on an empty or over-long frame and goes on serving others", () =>
    served(async ({ socketPath }) => {
      const limit = 16 * 1024;
      for (const lengthBytes of [0, limit + 1, 0xffffffff]) {
        expect((await untilHungUp(socketPath, wireUint32(lengthBytes))).length).to.equal(0);
      }
      expect((await talk(socketPath, wireString(Buffer.alloc(limit + 1)))).length, "over the limit").to.equal(
        0,
      );
      expect((await ask(socketPath, Buffer.alloc(limit))).equals(FAILURE), "at the limit").to.equal(true);
      expect((await ask(socketPath, identitiesRequest))[0]).to.equal(12);
    }));

  it("serves no more than eight connections at once", () =>
    served(async ({ socketPath }) => {
      const held = Array.from({ length: 8 }, () => connect(socketPath));
      await Promise.all(held.map((socket) => once(socket, "connect")));
      const ninth = await talk(socketPath, wireString(identitiesRequest));
      for (const socket of held) socket.destroy();
      expect(ninth.length).to.equal(0);
    }));

  it("understands frames that arrive byte by byte or several at once", () =>
    served(async ({ socketPath, blob }) => {
      const frame = wireString(identitiesRequest);
      const one = await talk(socketPath, ...Array.from(frame, (byte) => Buffer.from([byte])));
      const three = await talk(socketPath, Buffer.concat([frame, frame, frame]));
      expect(three.equals(Buffer.concat([one, one, one]))).to.equal(true);
      expect(one.includes(blob)).to.equal(true);
    }));

  it("ends a connection that asks without end", () =>
    served(async ({ socketPath }) => {
      const frame = wireString(identitiesRequest);
      const one = await talk(socketPath, frame);
      const many = await talk(socketPath, Buffer.concat(Array.from({ length: 100 }, () => frame)));
      expect(many.length).to.equal(64 * one.length);
    }));

  it("gives no more signatures than it was told to", () =>
    served(
      async ({ agent, socketPath, blob }) => {
        const request = signRequest(blob, userauth(blob));
        const answers = [
          await ask(socketPath, request),
          await ask(socketPath, request),
          await ask(socketPath, request),
        ];
        expect(answers.map((answer) => answer[0])).to.deep.equal([14, 14, 5]);
        expect(agent.signatures()).to.equal(2);
      },
      { signaturesMax: 2 },
    ));

  it("P06 gives sixteen signatures, then none, where it was told no number", () =>
    served(async ({ agent, socketPath, blob }) => {
      const request = signRequest(blob, userauth(blob));
      for (let given = 0; given < 16; given++) expect((await ask(socketPath, request))[0]).to.equal(14);
      expect((await ask(socketPath, request)).equals(FAILURE)).to.equal(true);
      expect(agent.signatures()).to.equal(16);
    }));

  it("signs nothing any more once the private key was destroyed", () =>
    served(async ({ socketPath, key, blob }) => {
      key.privateKey.destroy();
      expect((await ask(socketPath, signRequest(blob, userauth(blob)))).equals(FAILURE)).to.equal(true);
    }));

  it("P06 lets the private key leave as signatures only, whatever it is sent", () =>
    served(async ({ socketPath, key, blob }) => {
      const requests = Array.from({ length: 30 }, (_, type) =>
        wireString(Buffer.concat([Buffer.from([type]), wireString(blob)])),
      );
      requests.push(wireString(signRequest(blob, userauth(blob))));
      const all = await talk(socketPath, Buffer.concat(requests));
      expect(all.length).to.be.greaterThan(200);
      // PKCS#8 ends with the 32-byte seed, RFC 8410.
      const seed = key.privateKey.use((der) => Buffer.from(der.subarray(-32)));
      for (const form of [seed, Buffer.from(seed.toString("hex")), Buffer.from(seed.toString("base64"))]) {
        expect(all.includes(form)).to.equal(false);
      }
    }));

  it("listens on a socket that its owner alone can use, and takes it away at the end", async () => {
    await served(async ({ agent, socketPath }) => {
      const stat = statSync(socketPath);
      expect([stat.isSocket(), stat.mode & 0o777]).to.deep.equal([true, 0o600]);
      await agent.close();
      await agent.close();
      expect(existsSync(socketPath)).to.equal(false);
    });
  });

  it("hands the socket to the user it is told to", async function () {
    if (process.geteuid?.() !== 0) unavailable(this, "only root can give a socket away");
    await inTemporaryFolder(async (folder) => {
      const socketPath = path.join(folder, "agent");
      const agent = await serveAgent({
        ...generateDeployKey({ comment: "x" }),
        socketPath,
        owner: { uid: 60_123, gid: 60_123 },
      });
      const { uid, gid, mode } = statSync(socketPath);
      await agent.close();
      expect([uid, gid, mode & 0o777]).to.deep.equal([60_123, 60_123, 0o600]);
    });
  });

  it("refuses a name that is taken, a path that is too long, and keys that do not match", () =>
    served(async ({ socketPath, key }) => {
      const error = async (options: Parameters<typeof serveAgent>[0]) =>
        serveAgent(options).then(() => "served", String);
      expect(await error({ ...key, socketPath })).to.match(/cannot listen/);
      expect(await error({ ...key, socketPath: `${socketPath}${"x".repeat(100)}/agent` })).to.match(
        /cannot listen|too long/,
      );
      const publicKey = generateDeployKey({ comment: "spec key" }).publicKey;
      expect(await error({ ...key, publicKey, socketPath: `${socketPath}2` })).to.match(/does not belong/);
    }));
});
