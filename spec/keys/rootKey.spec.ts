import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { inspect } from "node:util";
import { expect } from "chai";
import { KeysError } from "../../keys/errors.js";
import { createRootKey, EXAMPLE_ROOT_KEY, readRootKey, refuseFile } from "../../keys/rootKey.js";
import { inTemporaryFolder } from "./support/temporaryFolder.js";

function withFile(content: Uint8Array, mode: number, fn: (file: string) => void): void {
  inTemporaryFolder((folder) => {
    const file = path.join(folder, "root.key");
    writeFileSync(file, content);
    chmodSync(file, mode);
    fn(file);
  });
}

/** The error `readRootKey` throws, which names the file. */
function refusal(file: string): KeysError {
  try {
    readRootKey(file);
  } catch (error) {
    if (error instanceof KeysError) return error;
    throw error;
  }
  return expect.fail("the root key was accepted");
}

describe("createRootKey", () => {
  it("P14 makes 32 random bytes that only their owner can read", () => {
    inTemporaryFolder((folder) => {
      const files = ["a", "b"].map((name) => path.join(folder, "new", name, "root.key"));
      for (const file of files) createRootKey(file);
      const keys = files.map((file) => readRootKey(file).use((bytes) => bytes.toString("hex")));
      expect(keys[0])
        .to.match(/^[0-9a-f]{64}$/)
        .and.not.to.equal(keys[1]);
      expect(statSync(files[0] ?? "").mode & 0o7777).to.equal(0o400);
      expect(statSync(path.dirname(files[0] ?? "")).mode & 0o777).to.equal(0o700);
    });
  });

  it("P14 never replaces a root key, and leaves nothing beside it", () => {
    inTemporaryFolder((folder) => {
      const file = path.join(folder, "root.key");
      createRootKey(file);
      const before = readFileSync(file);
      expect(() => createRootKey(file)).to.throw(KeysError, /already/);
      expect(readFileSync(file).equals(before)).to.equal(true);
      expect(readdirSync(folder)).to.deep.equal(["root.key"]);
    });
  });

  it("does not follow a link that stands in its place", () => {
    inTemporaryFolder((folder) => {
      symlinkSync(path.join(folder, "elsewhere"), path.join(folder, "root.key"));
      expect(() => createRootKey(path.join(folder, "root.key"))).to.throw(KeysError, /already/);
      expect(existsSync(path.join(folder, "elsewhere"))).to.equal(false);
    });
  });
});

describe("readRootKey", () => {
  it("P14 refuses a missing key and names the file and what to do", () => {
    inTemporaryFolder((folder) => {
      const file = path.join(folder, "root.key");
      const error = refusal(file);
      expect(error.code).to.equal("root-key-missing");
      expect(error.message).to.contain(file).and.to.contain("Restore it from its backup");
    });
  });

  it("P14 refuses every mode but 0400 and says which command mends it", () => {
    for (const mode of [0o600, 0o440, 0o404, 0o700, 0o644, 0o4400]) {
      withFile(randomBytes(32), mode, (file) => {
        expect(refusal(file).message).to.contain(`chmod 0400 ${file}`);
        chmodSync(file, 0o400);
        expect(readRootKey(file).use((bytes) => bytes.length)).to.equal(32);
      });
    }
  });

  it("P14 refuses content that is no random key: wrong size, zeros, text, the example's", () => {
    const cases: [Uint8Array, RegExp][] = [
      [Buffer.alloc(0), /0 bytes instead of 32/],
      [randomBytes(31), /31 bytes instead of 32/],
      [randomBytes(33), /33 bytes instead of 32/],
      [Buffer.alloc(32), /not random/],
      [Buffer.alloc(32, "ab"), /not random/],
      [Buffer.from(EXAMPLE_ROOT_KEY), /examples/],
      // `openssl rand -hex 16`: half the strength it seems to have.
      [Buffer.from("0123456789abcdeffedcba9876543210"), /text/],
    ];
    for (const [content, message] of cases) {
      withFile(content, 0o400, (file) =>
        expect(refusal(file).message).to.match(message).and.to.contain(file),
      );
    }
  });

  it("P14 refuses links, folders, pipes and folders that others can write to", () => {
    inTemporaryFolder((folder) => {
      const file = path.join(folder, "root.key");
      createRootKey(file);
      symlinkSync(file, path.join(folder, "link"));
      mkdirSync(path.join(folder, "folder"));
      execFileSync("mkfifo", ["-m", "0400", path.join(folder, "pipe")]);
      expect(refusal(path.join(folder, "link")).message).to.match(/symbolic link/);
      expect(refusal(path.join(folder, "folder")).message).to.match(/not a plain file/);
      expect(refusal(path.join(folder, "pipe")).message).to.match(/not a plain file/);
      chmodSync(folder, 0o720);
      expect(refusal(file).message).to.contain(`chmod go-w ${folder}`);
      chmodSync(folder, 0o700);
    });
  });

  it("P14 makes keys with the very command its errors name", () => {
    inTemporaryFolder((folder) => {
      const file = path.join(folder, "root.key");
      const command = /\(umask.*\)$/.exec(refusal(file).message)?.[0] ?? "false";
      execFileSync("sh", ["-c", command]);
      expect(readRootKey(file).use((bytes) => bytes.length)).to.equal(32);
    });
  });

  it("P16 shows nothing of a key it refuses", () => {
    const canary = randomBytes(33);
    withFile(canary, 0o400, (file) => {
      const shown = inspect(refusal(file), { depth: 9, showHidden: true });
      for (const encoding of ["hex", "base64", "latin1"] as const) {
        expect(shown).not.to.contain(canary.subarray(0, 32).toString(encoding));
      }
    });
  });
});

describe("refuseFile", () => {
  const stat = { uid: 1000, gid: 1000, mode: 0o100400, isFile: () => true };

  it("takes a file of the process' own user or of root", () => {
    refuseFile("/etc/sealgrade/root.key", stat, 1000);
    refuseFile("/etc/sealgrade/root.key", { ...stat, uid: 0 }, 1000);
    expect(() => refuseFile("/etc/sealgrade/root.key", stat, 1001)).to.throw(/belongs to another user/);
    expect(() => refuseFile("/etc/sealgrade/root.key", stat, 0)).to.throw(/belongs to another user/);
  });

  it("takes a systemd credential, whose access list shows as mode 0440 of root", () => {
    const credential = { ...stat, uid: 0, gid: 0, mode: 0o100440 };
    refuseFile("/run/credentials/sealgrade.service/root.key", credential, 1000);
    expect(() => refuseFile("/etc/sealgrade/root.key", credential, 1000)).to.throw(/mode 0440/);
    expect(() => refuseFile("/run/credentials/../key", credential, 1000)).to.throw(/mode 0440/);
    expect(() => refuseFile("/run/credentials/s/k", { ...credential, gid: 5 }, 1000)).to.throw(/mode 0440/);
  });
});
