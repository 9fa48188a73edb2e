import { rmSync } from "node:fs";
import { Writable } from "node:stream";
import { expect } from "chai";
import { loadConfig } from "../../../server/configuration/config.js";
import { StartRefused } from "../../../server/errors.js";
import { type Capabilities, detectCapabilities } from "../../../server/intake/sandbox/capabilities.js";
import { createLogger } from "../../../server/logging.js";
import { concessionsOf } from "../../../server/startup/concessions.js";
import { chooseVolume } from "../../../server/startup/volumeChoice.js";
import { temporaryHome } from "../../support/installation.js";

describe("chooseVolume", () => {
  let home = "";
  let machine: Capabilities;
  const logger = createLogger({
    level: "fatal",
    destination: new Writable({ write: (_chunk, _encoding, done) => done() }),
  });
  before(async () => {
    home = temporaryHome();
    machine = await detectCapabilities();
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  const root = { root: true, encryptedVolumes: true, namespaces: true, swap: false };
  const user = { root: false, encryptedVolumes: false, namespaces: true, swap: false };
  const choose = (having: Partial<Capabilities>, volume: "auto" | "gocryptfs" | "memory" = "auto") =>
    chooseVolume({
      config: loadConfig({ home, environment: {}, overrides: { volume } }),
      capabilities: { ...machine, ...having },
      logger,
    });
  const refusal = (having: Partial<Capabilities>, volume?: "gocryptfs") =>
    choose(having, volume).then(
      () => expect.fail("it was chosen"),
      (error: unknown) => {
        if (!(error instanceof StartRefused)) throw error;
        return error.message;
      },
    );

  it("P08 takes encrypted volumes where they work, and memory where that was asked for", async () => {
    expect(await choose(root))
      .to.deep.include({ concession: null })
      .and.have.nested.property("driver.kind", "gocryptfs");
    expect(await choose(root, "memory"))
      .to.deep.include({ concession: null })
      .and.have.nested.property("driver.kind", "memory");
  });

  it("P08 says so where it takes memory instead, and why", async () => {
    const lacking = await choose({ ...root, encryptedVolumes: false });
    expect(lacking.driver.kind).to.equal("memory");
    expect(lacking.concession).to.match(/^gocryptfs or FUSE is missing, so clones live in memory/);
    expect((await choose(user)).concession).to.match(
      /^Sealgrade was not started as root, so clones live in memory/,
    );
  });

  it("P08 refuses to start where neither is safe, and says what to do", async () => {
    expect(await refusal({ ...user, swap: true })).to.contain("turn swap off (as root: swapoff -a)");
    expect(await refusal({ ...user, namespaces: false })).to.contain("sealgrade doctor");
    expect(await refusal({ ...root, encryptedVolumes: false }, "gocryptfs")).to.contain("asks for gocryptfs");
  });

  it("P09 adds for an ordinary user that analyses share the account, and nothing for root", async () => {
    const of = async (having: Partial<Capabilities>) =>
      concessionsOf({
        capabilities: { ...machine, ...having },
        sandboxConcession: null,
        volume: await choose(having),
      });
    expect(await of(root)).to.deep.equal([]);
    const texts = await of(user);
    expect(texts).to.have.lengthOf(2);
    expect(texts[1]).to.contain("under the account that started it");
  });
});
