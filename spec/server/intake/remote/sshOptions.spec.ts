import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect } from "chai";
import { SSH_SCRIPT, type SshEnvironment } from "../../../../server/intake/remote/sshOptions.js";

const ENVIRONMENT: Omit<SshEnvironment, "SG_PUBLIC_KEY"> = {
  SG_HOST: "git.example.org",
  SG_HOST_KEY_ALGORITHMS: "ssh-ed25519",
  SG_KNOWN_HOSTS: "/run/known_hosts",
  SG_STRICT: "yes",
  SG_SIGN_IN: "yes",
  SG_AGENT: "/run/agent",
  SG_FROM_SERVER: "/run/from-server",
  SG_TO_SERVER: "/run/to-server",
};

describe("the ssh that git runs", () => {
  let folder: string;
  let script: string;
  let publicKey: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), "sealgrade-ssh-"));
    script = path.join(folder, "ssh");
    writeFileSync(script, SSH_SCRIPT, { mode: 0o700 });
    publicKey = path.join(folder, "key.pub");
    writeFileSync(publicKey, "");
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** What holds by ssh's own account (`ssh -G`): values by keyword in lower case. */
  function inEffect(changes: Partial<SshEnvironment> = {}): Record<string, string[]> {
    const env = { PATH: process.env["PATH"], ...ENVIRONMENT, SG_PUBLIC_KEY: publicKey, ...changes };
    const values: Record<string, string[]> = {};
    const text = execFileSync("sh", [script, "-G", "git@git.example.org"], { env, encoding: "utf8" });
    for (const [, keyword = "", value = ""] of text.matchAll(/^(\S+) (.*)$/gm))
      values[keyword] = [...(values[keyword] ?? []), value];
    return values;
  }

  function expectInEffect(expected: Record<string, string[]>): void {
    const found = inEffect();
    for (const [keyword, values] of Object.entries(expected))
      expect(found[keyword], keyword).to.deep.equal(values);
  }

  it("P02 signs in by the project's key, which its agent holds, and in no other way", () => {
    expectInEffect({
      pubkeyauthentication: ["true"],
      preferredauthentications: ["publickey"],
      passwordauthentication: ["no"],
      kbdinteractiveauthentication: ["no"],
      gssapiauthentication: ["no"],
      hostbasedauthentication: ["no"],
      identitiesonly: ["yes"],
      identityfile: [publicKey],
      identityagent: ["/run/agent"],
      // It asks nobody for a password or a passphrase.
      batchmode: ["yes"],
    });
    expect(inEffect({ SG_SIGN_IN: "no" })["pubkeyauthentication"]).to.deep.equal(["false"]);
  });

  it("P03 believes pinned host keys alone, under the name they are pinned for", () => {
    expectInEffect({
      stricthostkeychecking: ["true"],
      userknownhostsfile: ["/run/known_hosts"],
      globalknownhostsfile: ["/dev/null"],
      hostkeyalias: ["git.example.org"],
      hostkeyalgorithms: ["ssh-ed25519"],
      verifyhostkeydns: ["false"],
      updatehostkeys: ["false"],
    });
  });

  it("P06 lends its agent and its connection to nobody", () => {
    expectInEffect({
      forwardagent: ["no"],
      forwardx11: ["no"],
      tunnel: ["false"],
      controlmaster: ["false"],
      permitlocalcommand: ["no"],
      clearallforwardings: ["yes"],
    });
  });
});
