import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import type { KeyHolder } from "../../../../db/types.js";
import { KeyDestroyed } from "../../../../keys/errors.js";
import { openKeyStore } from "../../../../keys/keyStore.js";
import { createRootKey, readRootKey } from "../../../../keys/rootKey.js";
import { Secret } from "../../../../keys/secret.js";
import { parseDataKeyId } from "../../../../keys/types.js";
import { systemClock } from "../../../../server/clock.js";
import { requestRootRotation } from "../../../../server/commands/requestRotation.js";
import { nextRootKeyFile } from "../../../../server/jobs/rotateRoot.js";
import { createServices } from "../../../../server/services.js";
import { eventually } from "../../../support/eventually.js";
import { sealgrade } from "../../cli/terminal.js";
import { type Bench, startBench } from "../bench.js";
import { keyOf, openedUnder } from "./sealedValues.js";

describe("sealgrade keys", function () {
  this.timeout(120_000);
  let bench: Bench;
  let project: Extract<KeyHolder, { kind: "project" }>;
  const config = () => bench.installation.config;
  const home = () => bench.installation.home;

  before(async () => {
    bench = await startBench();
    const { organizationId, id } = (await bench.connect({ files: { "one.ts": "export const one = 1;\n" } }))
      .project;
    project = { kind: "project", organizationId, id };
    expect((await bench.analyze(await bench.tenant.projects.load(id))).state).to.equal("done");
  });
  after(() => bench?.remove());

  /** Opens the key store as a process that starts now would, with these 32 bytes as root key. */
  function openWith(rootKey: Uint8Array): void {
    const folder = config().keyStoreFolder;
    openKeyStore({ folder, rootKey: new Secret(rootKey), mode: "reader", clock: systemClock }).close();
  }

  async function expectReportOpens(): Promise<void> {
    const page = await bench.installation.owner.get(`/projects/${project.id}/files/one.ts`);
    expect(page.status).to.equal(200);
    expect(page.body).to.contain("one");
  }

  it("P14 rotate-data gives one project a new key while the service runs", async () => {
    const old = await keyOf(bench.services, project);
    const { status, stdout, stderr } = await sealgrade(
      "keys",
      "rotate-data",
      "--project",
      project.id,
      "--home",
      home(),
    );
    expect([status, stderr]).to.deep.equal([0, ""]);
    expect(stdout).to.contain("1 of 1 data keys were replaced");
    expect(() => bench.services.keyStore.dataKey(parseDataKeyId(old))).to.throw(KeyDestroyed);
    await expectReportOpens();
  });

  it("P14 rotate-root puts a new root key in place while the service runs; the old one opens nothing", async () => {
    const old = readFileSync(config().rootKeyFile);
    // A worker in another process: it opened the store with the root key of before.
    const worker = await createServices({
      config: config(),
      clock: systemClock,
      logger: bench.services.logger,
      role: "reader",
    });
    const { status, stdout, stderr } = await sealgrade("keys", "rotate-root", "--home", home());
    expect([status, stderr]).to.deep.equal([0, ""]);
    expect(stdout).to.contain(`The new root key is in ${config().rootKeyFile}`);
    expect(existsSync(nextRootKeyFile(config().rootKeyFile))).to.equal(false);
    const now = readFileSync(config().rootKeyFile);
    expect(now.equals(old)).to.equal(false);
    expect(() => openWith(Buffer.from(old))).to.throw("This root key does not open");
    openWith(Buffer.from(now));
    await expectReportOpens();
    const key = await keyOf(worker, project);
    const values = await openedUnder(worker, project, [key]);
    expect(values["facts.bodySealed"]).to.equal(1);
    await worker.close();
  });

  it("P14 a root rotation that was cut short is finished by the service, before and after the file moved", async () => {
    const old = readFileSync(config().rootKeyFile);
    const next = nextRootKeyFile(config().rootKeyFile);
    createRootKey(next);
    const waiting = readFileSync(next);
    const done = async () => {
      const id = await requestRootRotation(bench.services);
      return eventually("the rotation ends", async () => {
        const job = await bench.services.database.repositories.jobs.find(id);
        return job !== null && job.finishedAt !== null && job.state;
      });
    };
    expect(await done()).to.equal("done");
    expect(readFileSync(config().rootKeyFile).equals(waiting)).to.equal(true);
    expect(() => openWith(Buffer.from(old))).to.throw("This root key does not open");
    // The job died after the rename and runs again: nothing waits, and the key stays.
    expect(await done()).to.equal("done");
    expect(readFileSync(config().rootKeyFile).equals(waiting)).to.equal(true);
    readRootKey(config().rootKeyFile).destroy();
    await expectReportOpens();
  });

  it("refuses a waiting root key that is none, leaves the current one and says so", async () => {
    const before = readFileSync(config().rootKeyFile);
    writeFileSync(nextRootKeyFile(config().rootKeyFile), "text", { mode: 0o400 });
    const { status, stderr } = await sealgrade("keys", "rotate-root", "--home", home());
    expect(status).to.equal(2);
    expect(stderr).to.contain("the one before stays in use");
    expect(readFileSync(config().rootKeyFile).equals(before)).to.equal(true);
    openWith(Buffer.from(before));
  });

  it("says what is missing or too much, and which project is meant", async () => {
    const says = async (...args: string[]) => {
      const { status, stderr } = await sealgrade("keys", ...args, "--home", home());
      expect(status).to.equal(2);
      return stderr;
    };
    expect(await says()).to.contain("Say what to do");
    expect(await says("rotate-data")).to.contain("--project ID` or `--all");
    expect(await says("rotate-data", "--all", "--project", project.id)).to.contain("--project ID` or `--all");
    expect(await says("rotate-root", "--all")).to.contain("belong to `sealgrade keys rotate-data`");
    expect(await says("rotate-data", "--project", "nobody")).to.contain("There is no project");
  });

  it("P14 does the work itself when no service runs", async () => {
    const old = await keyOf(bench.services, project);
    await bench.installation.service.stop();
    const root = readFileSync(config().rootKeyFile);
    const data = await sealgrade("keys", "rotate-data", "--all", "--home", home());
    expect([data.status, data.stderr]).to.deep.equal([0, ""]);
    // The organisation, its owner and the project; this installation brought its certificate along.
    expect(data.stdout).to.contain("3 of 3 data keys were replaced");
    const rooted = await sealgrade("keys", "rotate-root", "--home", home());
    expect([rooted.status, rooted.stderr]).to.deep.equal([0, ""]);
    expect(() => openWith(Buffer.from(root))).to.throw("This root key does not open");
    const services = await createServices({
      config: config(),
      clock: systemClock,
      logger: bench.services.logger,
      role: "reader",
    });
    const now = await keyOf(services, project);
    expect(now).not.to.equal(old);
    expect((await openedUnder(services, project, [now]))["facts.bodySealed"]).to.equal(1);
    await services.close();
  });
});
