import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { Writable } from "node:stream";
import { expect } from "chai";
import { createRootKey, EXAMPLE_ROOT_KEY } from "../../../keys/rootKey.js";
import { systemClock } from "../../../server/clock.js";
import { type ConfigOptions, loadConfig } from "../../../server/configuration/config.js";
import { detectCapabilities } from "../../../server/intake/sandbox/capabilities.js";
import { createLogger } from "../../../server/logging.js";
import { serve } from "../../../server/serve.js";
import { createServices, type Services } from "../../../server/services.js";
import { missingForProduction } from "../../../server/startup/production.js";
import { temporaryHome, tlsFiles } from "../../support/installation.js";
import { unavailable } from "../../support/unavailable.js";

type Overrides = NonNullable<ConfigOptions["overrides"]>;

describe("starting", function () {
  this.timeout(60_000);
  let home = "";
  const at = (name: string) => path.join(home, name);
  const logger = createLogger({
    level: "fatal",
    destination: new Writable({ write: (_c, _e, done) => done() }),
  });

  beforeEach(() => {
    home = temporaryHome();
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  function config(overrides: Overrides = {}) {
    return loadConfig({ home, environment: {}, overrides: { listenPort: 0, ...overrides } });
  }

  const build = (overrides: Overrides = {}, role: "writer" | "reader" = "writer"): Promise<Services> =>
    createServices({ config: config(overrides), clock: systemClock, logger, role });

  /** Why it does not start; fails when it does. */
  async function refusal(overrides: Overrides = {}, role: "writer" | "reader" = "writer"): Promise<string> {
    let services: Services;
    try {
      services = await build(overrides, role);
    } catch (error) {
      if (error instanceof Error) return error.message;
      throw error;
    }
    await services.close();
    return expect.fail("it started");
  }

  /** Starts once, so that database, root key and key store are there. */
  async function startOnce(): Promise<void> {
    const service = await serve(await build({ runWorker: false, ...(await tlsFiles(home)) }));
    await service.stop();
  }

  describe("in folders", () => {
    for (const [setting, inside, outer] of [
      ["dataFolder", "keys/data", "keyStoreFolder"],
      ["keyStoreFolder", "data/keys", "dataFolder"],
      ["workFolder", "data/work", "dataFolder"],
      ["dataFolder", "config", "the root key's folder"],
      ["dataFolder", ".", "dataFolder"],
    ] as const) {
      it(`P14 is refused with ${setting} at ${inside}, where ${outer} would carry it along`, async () => {
        const message = await refusal({ [setting]: at(inside) });
        expect(message)
          .to.contain("contains")
          .and.contain(outer)
          .and.contain("give each a folder of its own");
        expect(readdirSync(home), "created").to.deep.equal([]);
      });
    }

    it("P14 sees through a symbolic link", async () => {
      mkdirSync(at("data"));
      symlinkSync(at("data"), at("elsewhere"));
      expect(await refusal({ keyStoreFolder: at("elsewhere/keys") })).to.contain("dataFolder");
    });

    it("does not take a folder for inside another because its name begins alike", async () => {
      const services = await build({ keyStoreFolder: at("data-keys") });
      await services.close();
    });

    it("P14 is refused in a git work tree, where a key could be committed", async () => {
      execFileSync("git", ["init", "-q", home]);
      expect(await refusal()).to.contain(`lies in the git work tree ${home}`);
      expect(readdirSync(home), "created").to.deep.equal([".git"]);
    });

    it("is refused where a folder cannot be made, naming it and where to choose another", async () => {
      writeFileSync(at("data"), "in the way");
      const message = await refusal();
      expect(message)
        .to.contain(`The folder ${at("data")} cannot be made`)
        .and.contain("--home FOLDER");
    });

    it("opens the way to the work folder for the uids of analyses, also under a strict umask", async () => {
      const before = process.umask(0o077);
      try {
        const workFolder = at("new/deep/work");
        await (await build({ workFolder })).close();
        for (const name of ["new", "new/deep", "new/deep/work"])
          expect(statSync(at(name)).mode & 0o777, name).to.equal(0o711);
      } finally {
        process.umask(before);
      }
    });

    it("is refused to root below a folder that the uids of analyses cannot pass", async function () {
      if (process.getuid?.() !== 0) unavailable(this, "only root runs analyses under other uids");
      mkdirSync(at("closed"), { mode: 0o700 });
      expect(await refusal({ workFolder: at("closed/work") })).to.contain(`chmod o+x ${at("closed")}`);
    });

    it("closes data and key store to everybody else, also when they were open", async () => {
      for (const name of ["data", "keys"]) mkdirSync(at(name), { mode: 0o755 });
      const services = await build();
      await services.close();
      for (const name of ["data", "keys"]) expect(statSync(at(name)).mode & 0o777, name).to.equal(0o700);
    });
  });

  describe("with the root key", () => {
    it("P14 makes one on the first start, for its owner alone", async () => {
      await startOnce();
      expect(statSync(at("config/root.key")).mode & 0o777).to.equal(0o400);
      expect(statSync(at("config/root.key")).size).to.equal(32);
    });

    it("P14 missing beside data is refused, and none is made", async () => {
      await startOnce();
      renameSync(at("config/root.key"), at("root.key"));
      expect(await refusal()).to.contain("Restore the key from its backup");
      expect(existsSync(at("config/root.key"))).to.equal(false);
      renameSync(at("root.key"), at("config/root.key"));
      await startOnce();
    });

    it("P14 another than the data was sealed under is refused", async () => {
      await startOnce();
      rmSync(at("config/root.key"));
      createRootKey(at("config/root.key"));
      expect(await refusal()).to.contain("root key");
    });

    it("P14 readable by others is refused, naming file, mode and remedy", async () => {
      await startOnce();
      chmodSync(at("config/root.key"), 0o644);
      expect(await refusal()).to.contain(
        `has mode 0644 instead of 0400. To mend it: chmod 0400 ${at("config/root.key")}`,
      );
    });

    it("P14 of the examples is refused", async () => {
      mkdirSync(at("config"));
      writeFileSync(at("config/root.key"), EXAMPLE_ROOT_KEY, { mode: 0o400 });
      expect(await refusal()).to.contain("everybody knows");
    });

    it("P14 is refused beside data whose key store is missing", async () => {
      await startOnce();
      renameSync(at("keys"), at("keys-moved"));
      expect(await refusal()).to.contain(`The key store ${at("keys")} is missing`);
    });
  });

  describe("a second time", () => {
    it("is refused as a writer of the same key store, and goes on once the first has stopped", async () => {
      const first = await build();
      try {
        expect(await refusal()).to.match(
          /key store in .* already has a writer, process \d+\..*stop that one first/,
        );
        const reader = await build({}, "reader");
        await reader.close();
      } finally {
        await first.close();
      }
      const again = await build();
      await again.close();
    });

    it("on a port in use is refused with what to change, and leaves nothing running or locked", async () => {
      const blocker = createServer();
      await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
      const address = blocker.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      const files = await tlsFiles(home);
      for (const taken of [{ listenPort: port }, { listenPort: 0, redirectPort: port }]) {
        const services = await build({ ...files, ...taken });
        const error = await serve(services).catch((reason: unknown) => reason);
        expect(String(error)).to.contain(`Port ${port} on 127.0.0.1 is in use by another program`);
      }
      blocker.close();
      await startOnce();
    });

    it("before `serve` has made the database, a worker is refused and told to wait for it", async () => {
      expect(await refusal({}, "reader")).to.contain("sealgrade serve");
    });
  });

  it("is refused with a certificate that is none, or belongs to another key", async () => {
    const files = await tlsFiles(home);
    writeFileSync(files.tlsKeyFile, "no key");
    const services = await build(files);
    const error = await serve(services).catch((reason: unknown) => reason);
    expect(String(error)).to.contain("tlsCertFile and tlsKeyFile are PEM files and belong together");
    const message = await serve(await build({ ...files, tlsCertFile: at("gone.pem") })).catch(String);
    expect(message).to.contain("cannot both be read");
  });

  it("is refused with a metrics token that can be guessed", async () => {
    writeFileSync(at("token"), "short");
    const services = await build({ ...(await tlsFiles(home)), metricsTokenFile: at("token") });
    expect(await serve(services).catch(String))
      .to.contain("metricsTokenFile")
      .and.not.contain("short\n");
  });

  describe("in production", () => {
    it("P14 P31 without anything names each missing thing and creates nothing", async () => {
      const message = await refusal({ mode: "production" });
      expect(message).to.contain(`rootKeyFile: there is no root key in ${at("config/root.key")}`);
      expect(message).to.contain("databaseUrl: production needs MySQL or MariaDB");
      expect(message).to.contain("tlsCertFile and tlsKeyFile, or behindProxy");
      expect(readdirSync(home), "created").to.deep.equal([]);
    });

    it("P31 refuses a database connection without verified TLS", async () => {
      const message = await refusal({ mode: "production", databaseUrl: "mysql://app@db.example/sealgrade" });
      expect(message).to.contain("databaseCaFile").and.not.contain("databaseUrl:");
    });

    it("P09 P08 refuses a machine without sandbox and without encrypted volumes, naming both", async () => {
      const capabilities = await detectCapabilities();
      const here = { ...capabilities, namespaces: true, seccomp: "x64", encryptedVolumes: true } as const;
      const fit = config({
        mode: "production",
        databaseUrl: "mysql://app@db.example/sealgrade",
        databaseCaFile: at("ca.pem"),
        behindProxy: true,
      });
      createRootKey(at("config/root.key"));
      expect(missingForProduction(fit, here)).to.deep.equal([]);
      expect(missingForProduction(fit, { ...here, namespaces: false })).to.deep.equal([
        "the sandbox (bubblewrap, user namespaces, seccomp)",
      ]);
      expect(missingForProduction(fit, { ...here, seccomp: null })).to.have.length(1);
      const withoutVolume = { ...here, encryptedVolumes: false };
      expect(missingForProduction(fit, withoutVolume)[0]).to.contain("gocryptfs and FUSE");
      expect(missingForProduction({ ...fit, volume: "memory" }, withoutVolume)).to.deep.equal([]);
    });

    it("P14 refuses a root key that others can read", async () => {
      createRootKey(at("config/root.key"));
      chmodSync(at("config/root.key"), 0o644);
      expect(await refusal({ mode: "production" })).to.contain("has mode 0644 instead of 0400");
    });
  });
});
