import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { openDatabase } from "../../../../db/connection.js";
import type { KeyHolder } from "../../../../db/types.js";
import { KeyDestroyed } from "../../../../keys/errors.js";
import { type KeyStore, openKeyStore } from "../../../../keys/keyStore.js";
import { readRootKey } from "../../../../keys/rootKey.js";
import { parseDataKeyId } from "../../../../keys/types.js";
import { createVault } from "../../../../keys/vault.js";
import { openFacts, openIndex, openSource } from "../../../../server/analysis/storedReport.js";
import { systemClock } from "../../../../server/clock.js";
import { databaseSettings } from "../../../../server/configuration/databaseSettings.js";
import { loops } from "../../../support/loops.js";
import { type Bench, startBench } from "../bench.js";
import { keyOf, openedUnder } from "./sealedValues.js";

const PROCESS = fileURLToPath(new URL("rotateProcess.js", import.meta.url));
const ROUNDS = loops(2, 30);
const FILES = { "src/one.ts": "export const one = 1;\n", "src/two.ts": "export const two = 2;\n" };

describe("a rotation that is killed", function () {
  this.timeout(ROUNDS * 120_000);
  let bench: Bench;
  let holder: Extract<KeyHolder, { kind: "project" }>;
  let whole: Record<string, number>;

  before(async () => {
    bench = await startBench();
    const { project } = await bench.connect({ files: FILES });
    holder = { kind: "project", organizationId: project.organizationId, id: project.id };
    expect((await bench.analyze(project)).state).to.equal("done");
    whole = await openedUnder(bench.services, holder, [await keyOf(bench.services, holder)]);
    // The key store has one writer, and now that is the process to be killed.
    await bench.installation.service.stop();
  });
  after(() => bench?.remove());

  /** Everything opens and is found, whichever key it names; returns the key in use and those on their way out. */
  async function expectWhole(): Promise<{ current: string; retired: string[] }> {
    const { config } = bench.installation;
    const database = await openDatabase(databaseSettings(config));
    const keyStore = readKeyStore();
    try {
      const vault = createVault({ keyStore });
      const current = await keyOf({ database }, holder);
      const retired = (await database.repositories.dataKeys.retiredOf(holder)).map((row) => row.dataKeyId);
      expect(await openedUnder({ database, vault }, holder, [current, ...retired])).to.deep.equal(whole);
      const tenant = database.repositories.forOrganization(holder.organizationId);
      const revision = await tenant.revisions.latest(holder.id);
      if (revision === null) throw new Error("there is no report");
      for (const file of openIndex(vault, revision).files) {
        expect(await openFacts({ vault, tenant }, revision, file)).not.to.equal(null);
        expect((await openSource({ vault, tenant }, revision, file))?.toString()).to.be.oneOf(
          Object.values(FILES),
        );
      }
      return { current, retired };
    } finally {
      keyStore.close();
      await database.close();
    }
  }

  it("P14 opens everything wherever kill -9 came, and goes on until the old keys are destroyed", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const old = (await expectWhole()).current;
      const seen = new Set<string>();
      let stopAt = 1;
      for (;;) {
        const said = await run(bench.installation.home, holder, stopAt);
        for (const line of said) seen.add(line.replace(/^\d+ /, ""));
        const now = await expectWhole();
        if (said.includes("done")) {
          expect(now.retired).to.deep.equal([]);
          expect(now.current).not.to.equal(old);
          break;
        }
        stopAt += 1;
      }
      expect([...seen]).to.include.members([
        "key-made",
        "key-moved",
        "page-rewritten",
        "key-destroyed",
        "done",
      ]);
      expectDestroyed(old);
    }
  });

  function expectDestroyed(id: string): void {
    const keyStore = readKeyStore();
    expect(() => keyStore.dataKey(parseDataKeyId(id))).to.throw(KeyDestroyed);
    keyStore.close();
  }

  function readKeyStore(): KeyStore {
    const { keyStoreFolder: folder, rootKeyFile } = bench.installation.config;
    return openKeyStore({ folder, rootKey: readRootKey(rootKeyFile), mode: "reader", clock: systemClock });
  }
});

/** What the process said until it was done, or until it was killed at its `stopAt`th event. */
async function run(
  home: string,
  { organizationId, id }: { organizationId: string; id: string },
  stopAt: number,
): Promise<string[]> {
  const args = ["--enable-source-maps", PROCESS, home, organizationId, id, String(stopAt)];
  const child: ChildProcess = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: {},
  });
  const exited = once(child, "exit");
  const lines: string[] = [];
  if (child.stdout === null) throw new Error("the process has no output");
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line.startsWith(`${stopAt} `)) child.kill("SIGKILL");
  }
  const [code] = await exited;
  if (lines.includes("done")) expect(code).to.equal(0);
  else expect(lines.length, "it ended by itself").to.equal(stopAt);
  return lines;
}
