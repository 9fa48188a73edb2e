import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import {
  BUILT_IN_HOST_KEYS,
  builtInHostKeys,
  hostKeyAlgorithms,
  knownHostsText,
  parseHostKey,
} from "../../../../server/intake/remote/hostKeys.js";

/** As the providers publish them; see the docstring of BUILT_IN_HOST_KEYS. */
const PUBLISHED: Readonly<Record<string, string>> = {
  "github.com": "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU",
  "bitbucket.org": "SHA256:ybgmFkzwOSotHTHLJgHO0QN8L0xErw6vd0VhFA9m3SM",
  "gitlab.com": "SHA256:eUXGGm1YGsMAS7vkcx6JOJdOGHPem5gQp4taiCfCLB8",
};

describe("host keys", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sealgrade-spec-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("P03 holds the published keys of GitHub, Bitbucket and GitLab, as ssh-keygen sees them", () => {
    expect(Object.keys(BUILT_IN_HOST_KEYS).sort()).to.deep.equal(Object.keys(PUBLISHED).sort());
    for (const [host, keys] of Object.entries(BUILT_IN_HOST_KEYS)) {
      expect(keys.map((key) => key.fingerprint)).to.deep.equal([PUBLISHED[host]]);
      const file = path.join(folder, host);
      writeFileSync(file, knownHostsText(host, keys));
      const listed = execFileSync("ssh-keygen", ["-l", "-E", "sha256", "-f", file], { encoding: "utf8" });
      expect(listed.trim()).to.equal(`256 ${PUBLISHED[host]} ${host} (ED25519)`);
    }
  });

  it("pins a known provider on its own port alone", () => {
    expect(builtInHostKeys({ host: "github.com", port: 22 })).to.have.length(1);
    expect(builtInHostKeys({ host: "github.com", port: 2222 })).to.deep.equal([]);
    expect(builtInHostKeys({ host: "example.org", port: 22 })).to.deep.equal([]);
    expect(builtInHostKeys({ host: "constructor", port: 22 })).to.deep.equal([]);
  });

  it("reads keys of every accepted type with the fingerprint ssh-keygen prints", () => {
    for (const [type, bits] of [
      ["ed25519", "256"],
      ["ecdsa", "256"],
      ["rsa", "2048"],
    ] as const) {
      const file = path.join(folder, `key-${type}`);
      execFileSync("ssh-keygen", ["-q", "-t", type, "-b", bits, "-N", "", "-C", "a comment", "-f", file]);
      const line = execFileSync("ssh-keygen", ["-y", "-f", file], { encoding: "utf8" });
      const listed = execFileSync("ssh-keygen", ["-l", "-f", file], { encoding: "utf8" });
      expect(parseHostKey(line)?.fingerprint).to.equal(listed.split(" ")[1]);
    }
  });

  it("refuses what is not a host key", () => {
    const blob = BUILT_IN_HOST_KEYS["github.com"]?.[0]?.publicKey ?? "";
    const bad = [
      "",
      "ssh-ed25519",
      "ssh-ed25519 ????",
      `ssh-rsa ${blob}`,
      `ssh-dss ${blob}`,
      `ssh-ed25519 ${blob}=`,
      `x ${blob}`,
    ];
    expect(parseHostKey(`ssh-ed25519 ${blob} comment`)).not.to.equal(null);
    for (const text of bad) expect(parseHostKey(text), text).to.equal(null);
  });

  it("offers SHA-2 signatures alone, of the pinned types alone", () => {
    expect(hostKeyAlgorithms(null)).to.equal("ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256");
    expect(hostKeyAlgorithms(BUILT_IN_HOST_KEYS["github.com"] ?? [])).to.equal("ssh-ed25519");
  });
});
