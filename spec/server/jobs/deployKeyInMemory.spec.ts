import { expect } from "chai";
import { KeysError } from "../../../keys/errors.js";
import type { Secret } from "../../../keys/secret.js";
import type { Vault } from "../../../keys/vault.js";
import { checkAccess } from "../../../server/commands/checkAccess.js";
import { type Bench, startBench } from "./bench.js";
import type { ConnectedProject } from "./projectFixture.js";

const FILES = { "one.ts": "export const one = (a: number) => (a > 1 ? a : 2);\n" };

describe("a deploy key that was opened", function () {
  this.timeout(120_000);
  let bench: Bench;
  let connected: ConnectedProject;
  let opened: Secret[] = [];
  let vault: Vault;

  before(async () => {
    bench = await startBench();
    connected = await bench.connect({ files: FILES });
    const real = bench.services.vault;
    vault = {
      ...real,
      openSecret: (context, sealed) => {
        const secret = real.openSecret(context, sealed);
        opened.push(secret);
        return secret;
      },
    };
  });
  beforeEach(() => {
    opened = [];
  });
  after(() => bench?.remove());

  /** Exactly one was opened meanwhile, and its bytes are gone. */
  function expectWiped(): void {
    expect(opened).to.have.length(1);
    for (const secret of opened) {
      expect(() => secret.use(() => null))
        .to.throw(KeysError)
        .with.property("code", "secret-destroyed");
    }
  }

  const check = () =>
    checkAccess({ ...bench.services, vault }, connected.project, AbortSignal.timeout(30_000));

  it("P06 is wiped from memory when its analysis is done", async () => {
    expect((await bench.analyze(connected.project, {}, { vault })).state).to.equal("done");
    expectWiped();
  });

  it("P06 is wiped when access was checked", async () => {
    expect((await check()).ok).to.equal(true);
    expectWiped();
  });

  it("P06 is wiped when the host refused it, in an analysis and in a check", async () => {
    await connected.ssh.removeKey(connected.publicKey);
    expect((await bench.analyze(connected.project, {}, { vault })).failureCode).to.equal("key-rejected");
    expectWiped();
    opened = [];
    expect((await check()).ok).to.equal(false);
    expectWiped();
  });
});
