import { execFileSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inspect } from "node:util";
import { expect } from "chai";
import sshpk from "sshpk";
import { type DeployKey, fingerprintOf, generateDeployKey, parsePublicKey } from "../../keys/deployKey.js";
import { keyForms } from "../support/keyForms.js";
import { loops } from "../support/loops.js";
import { inTemporaryFolder } from "./support/temporaryFolder.js";

/** `ssh-keygen` never sees a comment with spaces here, so its answer is easy to cut. */
const COMMENT = "sealgrade-spec";
const LEADING_ZERO_KEYS_MIN = 4;
/** Four of them are found in 20,000 keys but for one run in more than 10²⁰ (78 are expected). */
const KEYS_TRIED_MAX = 20_000;

const rawPublicKey = (key: DeployKey) => parsePublicKey(key.publicKey).blob.subarray(-32);

/** The private key as OpenSSH wants it; in specs only. */
function opensshText(key: DeployKey): string {
  return key.privateKey.use((der) => {
    const pem = createPrivateKey({ key: der, format: "der", type: "pkcs8" }).export({
      type: "pkcs8",
      format: "pem",
    });
    const privateKey = sshpk.parsePrivateKey(pem, "pem");
    privateKey.comment = COMMENT;
    return privateKey.toString("openssh");
  });
}

/** At least `count` keys, and as many as it takes (1 in 256) to have four that begin with a zero byte. */
function generateKeys(count: number): DeployKey[] {
  const keys: DeployKey[] = [];
  let leadingZero = 0;
  for (let made = 0; made < count || leadingZero < LEADING_ZERO_KEYS_MIN; made++) {
    if (made > KEYS_TRIED_MAX) expect.fail("hardly any key begins with a zero byte");
    const key = generateDeployKey({ comment: COMMENT });
    const isZero = rawPublicKey(key)[0] === 0;
    if (isZero) leadingZero += 1;
    if (keys.length < count || isZero) keys.push(key);
  }
  return keys;
}

function expectAccepted(key: DeployKey, folder: string): void {
  const file = path.join(folder, "key");
  writeFileSync(file, opensshText(key), { mode: 0o600 });
  const publicText = execFileSync("ssh-keygen", ["-y", "-f", file], { encoding: "utf8" });
  expect(publicText.trim().split(" ").slice(0, 2)).to.deep.equal(key.publicKey.split(" ").slice(0, 2));
  writeFileSync(`${file}.pub`, `${key.publicKey}\n`);
  const listed = execFileSync("ssh-keygen", ["-l", "-E", "sha256", "-f", `${file}.pub`], {
    encoding: "utf8",
  });
  expect(listed.trim()).to.equal(`256 ${key.fingerprint} ${COMMENT} (ED25519)`);
  rmSync(file);
}

describe("generateDeployKey", () => {
  it("P01 makes keys that OpenSSH accepts with our fingerprint, four with a leading zero byte among them", function () {
    this.timeout(300_000);
    const keys = generateKeys(loops(40, 1000));
    inTemporaryFolder((folder) => {
      for (const key of keys) expectAccepted(key, folder);
    });
    const leadingZero = keys.filter((key) => rawPublicKey(key)[0] === 0);
    expect(leadingZero.length).to.be.at.least(LEADING_ZERO_KEYS_MIN);
  });

  it("P01 never makes the same pair twice", () => {
    const keys = Array.from({ length: 500 }, () => generateDeployKey({ comment: COMMENT }));
    expect(new Set(keys.map((key) => key.publicKey)).size).to.equal(500);
    expect(new Set(keys.map((key) => key.privateKey.use((der) => der.toString("hex")))).size).to.equal(500);
  });

  it("P01 P16 shows the public half alone", () => {
    const key = generateDeployKey({ comment: COMMENT });
    const shown = inspect(key, { depth: 9, showHidden: true }) + JSON.stringify(key);
    for (const form of key.privateKey.use((der) => keyForms(der)))
      expect(Buffer.from(shown, "latin1").includes(form), "the private half is shown").to.equal(false);
    // What is asked for would be found.
    const leaked = key.privateKey.use((der) => [der.toString("base64"), inspect(der), JSON.stringify(der)]);
    const forms = key.privateKey.use((der) => keyForms(der));
    for (const text of leaked) expect(forms.some((form) => text.includes(form.toString()))).to.equal(true);
    expect(shown).to.contain(key.publicKey).and.to.contain("[secret]");
  });

  it("refuses comments that could add a line or an option to authorized_keys", () => {
    for (const comment of ["", "a\nssh-ed25519 AAAA", "a\r", "\0", "é", " a", "a ", "x".repeat(121)]) {
      expect(() => generateDeployKey({ comment }), JSON.stringify(comment)).to.throw(/printable ASCII/);
    }
  });
});

describe("fingerprintOf", () => {
  it("gives the fingerprints that Git hosts publish for their host keys", () => {
    // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/githubs-ssh-key-fingerprints
    const github = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
    expect(fingerprintOf(github)).to.equal("SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
  });
});

describe("parsePublicKey", () => {
  const { publicKey, fingerprint } = generateDeployKey({ comment: "deploy key" });
  const base64 = publicKey.split(" ")[1] ?? "";

  it("takes a line apart", () => {
    const parsed = parsePublicKey(publicKey);
    expect(parsed.type).to.equal("ssh-ed25519");
    expect(parsed.comment).to.equal("deploy key");
    expect(parsed.fingerprint).to.equal(fingerprint);
    expect(parsed.blob.toString("base64")).to.equal(base64);
  });

  it("refuses what is not exactly one public key", () => {
    const short = Buffer.from(base64, "base64").subarray(0, -1).toString("base64");
    const long = Buffer.concat([Buffer.from(base64, "base64"), Buffer.alloc(1)]).toString("base64");
    const lines = [
      "",
      base64,
      `ssh-rsa ${base64}`,
      `ssh-ed25519 ${short}`,
      `ssh-ed25519 ${long}`,
      `ssh-ed25519 ${base64}=`,
      `ssh-ed25519 ${base64}\nssh-ed25519 ${base64}`,
      `command="id" ssh-ed25519 ${base64}`,
      "ssh-ed25519 AAAA",
      "-----BEGIN OPENSSH PRIVATE KEY-----",
    ];
    for (const line of lines) expect(() => parsePublicKey(line), line).to.throw(/not an OpenSSH public key/);
  });
});
