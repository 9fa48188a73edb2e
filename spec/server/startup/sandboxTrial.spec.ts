import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Writable } from "node:stream";
import { expect } from "chai";
import { createRootKey } from "../../../keys/rootKey.js";
import { doctorCommand } from "../../../server/cli/doctor.js";
import { systemClock } from "../../../server/clock.js";
import { type ConfigOptions, loadConfig } from "../../../server/configuration/config.js";
import { detectCapabilities } from "../../../server/intake/sandbox/capabilities.js";
import { createSandbox, type Sandbox, type SandboxDeps } from "../../../server/intake/sandbox/sandbox.js";
import { createLogger } from "../../../server/logging.js";
import { serve } from "../../../server/serve.js";
import { createServices, type ServiceOptions } from "../../../server/services.js";
import { createClient } from "../../support/client.js";
import { temporaryHome, tlsFiles } from "../../support/installation.js";
import { unavailable } from "../../support/unavailable.js";

/** The real sandbox, built by somebody who forgot what must not be bound into it. */
function leaking(folder: string): (deps: SandboxDeps) => Sandbox {
  return (deps) => {
    const sandbox = createSandbox(deps);
    const leak = { source: folder, target: folder };
    return {
      ...sandbox,
      spawn: (command) => sandbox.spawn({ ...command, binds: [...command.binds, leak] }),
    };
  };
}

describe("the trial of the sandbox", function () {
  this.timeout(60_000);
  let home = "";
  let log = "";

  before(async function () {
    const { namespaces, seccomp } = await detectCapabilities();
    if (!namespaces || seccomp === null) unavailable(this, "this machine has no sandbox");
  });
  beforeEach(() => {
    home = temporaryHome();
    log = "";
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  function collecting(): Writable {
    return new Writable({
      write(chunk: Buffer, _encoding, done) {
        log += chunk.toString("utf8");
        done();
      },
    });
  }

  async function optionsOf(
    overrides: NonNullable<ConfigOptions["overrides"]>,
    buildSandbox?: ServiceOptions["buildSandbox"],
  ): Promise<ServiceOptions> {
    const files = await tlsFiles(home);
    const config = loadConfig({
      home,
      environment: {},
      overrides: { listenPort: 0, ...files, ...overrides },
    });
    const logger = createLogger({ level: "warn", destination: collecting() });
    const given = { config, clock: systemClock, logger, role: "writer" } as const;
    return buildSandbox === undefined ? given : { ...given, buildSandbox };
  }

  /** Everything production asks for but the sandbox itself. The database is never reached. */
  function productionSettings() {
    createRootKey(path.join(home, "config/root.key"));
    chmodSync(path.join(home, "config"), 0o755);
    writeFileSync(path.join(home, "ca.pem"), "certificate");
    return {
      mode: "production",
      databaseUrl: "mysql://app@localhost:1/sealgrade",
      databaseCaFile: path.join(home, "ca.pem"),
      volume: "memory", // an ordinary user has no encrypted ones
    } as const;
  }

  it("P09 P14 keeps production from starting when a stage reaches the root key's folder, and creates nothing", async () => {
    const settings = productionSettings();
    const options = await optionsOf(settings, leaking(home));
    const before = readdirSync(home);
    const refusal = await createServices(options).catch((error: unknown) => String(error));
    for (const stage of ["analyze", "fetch", "read"]) expect(refusal).to.contain(`${stage}: secret-folder`);
    expect(refusal).to.contain("sealgrade doctor");
    expect(readdirSync(home)).to.deep.equal(before);
  });

  for (const name of ["keys", "data"]) {
    it(`P09 P14 keeps production from starting when a stage reaches the folder ${name}`, async () => {
      const options = await optionsOf(productionSettings(), leaking(path.join(home, name)));
      mkdirSync(path.join(home, name), { mode: 0o755 });
      const refusal = await createServices(options).catch((error: unknown) => String(error));
      expect(refusal).to.contain("these got out").and.contain("read: secret-folder");
    });
  }

  it("P09 keeps production from starting when the trial itself cannot run", async () => {
    const options = await optionsOf(productionSettings(), (deps) => {
      const sandbox = createSandbox(deps);
      return {
        ...sandbox,
        spawn: (command) => sandbox.spawn({ ...command, argv: ["/no/such/program"] }),
      };
    });
    const refusal = await createServices(options).catch((error: unknown) => String(error));
    expect(refusal).to.contain("Production cannot start").and.contain("the trial itself could not run");
  });

  it("P09 lets production go on to its database where the sandbox holds", async () => {
    const options = await optionsOf(productionSettings());
    const refusal = await createServices(options).catch((error: unknown) => String(error));
    expect(refusal).to.not.contain("sandbox");
    expect(refusal).to.contain("DatabaseUnavailable");
  });

  it("P09 in embedded mode is shown on every page and logged when it fails", async () => {
    for (const name of ["config", "data", "keys"]) mkdirSync(path.join(home, name), { mode: 0o755 });
    const services = await createServices(await optionsOf({ runWorker: false }, leaking(home)));
    const service = await serve(services);
    try {
      const page = await createClient(service.url).get("/sign-in");
      expect(page.body).to.contain("Reduced protection").and.contain("The sandbox does not hold");
      expect(log).to.contain("THE SANDBOX DID NOT HOLD").and.contain("secret-folder");
    } finally {
      await service.stop();
    }
  });

  it("says nothing on pages where it held", async () => {
    const services = await createServices(await optionsOf({ runWorker: false }));
    expect(services.sandboxConcession).to.equal(null);
    expect(log).to.equal("");
    await services.close();
  });

  it("is shown by doctor", async () => {
    let text = "";
    const out = new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString("utf8");
        done();
      },
    });
    await doctorCommand.run(["--home", home], { stdout: out, stderr: out });
    expect(text).to.match(/✓ escape probe\s+nothing got out/);
  });
});

describe("two services on one machine", function () {
  this.timeout(60_000);

  it("P09 never run analyses under the same uid", async function () {
    if (process.getuid?.() !== 0) unavailable(this, "only root has uids to hand out");
    const homes = [temporaryHome(), temporaryHome()];
    const logger = createLogger({ level: "fatal" });
    const all = await Promise.all(
      homes.map((home) => {
        const config = loadConfig({ home, environment: {}, overrides: { listenPort: 0, runWorker: false } });
        return createServices({ config, clock: systemClock, logger, role: "writer" });
      }),
    );
    const claims = all.map(({ sandbox }) => sandbox.claimUid());
    try {
      expect(new Set(claims.map(({ uid }) => uid)).size).to.equal(2);
    } finally {
      for (const claim of claims) claim.release();
      for (const services of all) await services.close();
      for (const home of homes) rmSync(home, { recursive: true, force: true });
    }
  });
});
