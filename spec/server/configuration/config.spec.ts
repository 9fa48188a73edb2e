import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { renderSettingsPage } from "../../../server/cli/settingsPage.js";
import { type ConfigOptions, loadConfig } from "../../../server/configuration/config.js";
import { describeSettings } from "../../../server/configuration/settings.js";
import { StartRefused } from "../../../server/errors.js";

describe("loadConfig", () => {
  let home = "";
  const settingsFile = () => path.join(home, "config", "sealgrade.yml");

  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), "sealgrade-config-"));
    mkdirSync(path.join(home, "config"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const load = (options: ConfigOptions = {}) => loadConfig({ home, environment: {}, ...options });

  /** The lines of a refusal that each name one wrong setting. */
  function problems(options: ConfigOptions = {}): string[] {
    try {
      load(options);
    } catch (error) {
      if (!(error instanceof StartRefused)) throw error;
      return error.message
        .split("\n")
        .slice(1, -1)
        .map((line) => line.trim());
    }
    return [];
  }

  it("lets the environment win over the file, and the command line over both", () => {
    writeFileSync(settingsFile(), "listenPort: 1001\nredirectPort: 1002\nlogLevel: warn\n");
    const environment = { SEALGRADE_LISTEN_PORT: "2001", SEALGRADE_REDIRECT_PORT: "2002" };
    const config = load({ environment, overrides: { listenPort: 3001 } });
    expect([config.listenPort, config.redirectPort, config.logLevel]).to.deep.equal([3001, 2002, "warn"]);
    expect(config.source).to.equal(settingsFile());
  });

  it("takes the file that SEALGRADE_CONFIG names, and fails when it is not there", () => {
    const elsewhere = path.join(home, "elsewhere.yml");
    const environment = { SEALGRADE_CONFIG: elsewhere };
    expect(() => load({ environment })).to.throw(
      StartRefused,
      `The settings file ${elsewhere} cannot be read`,
    );
    writeFileSync(elsewhere, "listenPort: 1001\n");
    expect(load({ environment }).listenPort).to.equal(1001);
  });

  it("needs no file at all, and an empty variable is one that is not set", () => {
    const config = load({ environment: { SEALGRADE_LISTEN_PORT: "" } });
    expect([config.source, config.listenPort, config.mode]).to.deep.equal([null, 8443, "embedded"]);
  });

  it("names every wrong setting at once, each with the place it came from", () => {
    writeFileSync(settingsFile(), "mode: fast\nlistenPort: 70000\nredirectPort:\n");
    const environment = { SEALGRADE_VOLUME: "plain", SEALGRADE_RUN_WORKER: "perhaps" };
    const found = problems({ environment, overrides: { pollIntervalMinutes: 0 } });
    expect(found.map((line) => line.slice(0, line.lastIndexOf(": ")))).to.have.members([
      `${settingsFile()}: mode: Invalid option`,
      `${settingsFile()}: listenPort: Too big`,
      `${settingsFile()}: redirectPort: Invalid input`,
      "SEALGRADE_VOLUME: Invalid option",
      "SEALGRADE_RUN_WORKER: Invalid input",
      "command line: pollIntervalMinutes: Too small",
    ]);
  });

  it("knows no other settings, in the file or in the environment", () => {
    writeFileSync(settingsFile(), "listenPrt: 1001\n");
    expect(problems({ environment: { SEALGRADE_LISTEN_PROT: "1001" } })).to.deep.equal([
      "SEALGRADE_LISTEN_PROT: there is no such setting",
      `${settingsFile()}: there is no setting called listenPrt`,
    ]);
  });

  for (const [value, what] of [
    ["", "an empty value"],
    ["12x", "a number with a tail"],
    ["0x10", "a hexadecimal number"],
    ["1.5", "a fraction"],
    ["-1", "a negative number"],
  ] as const) {
    it(`does not take ${what} for a port`, () => {
      writeFileSync(settingsFile(), `listenPort: "${value}"\n`);
      expect(problems()).to.have.length(1);
    });
  }

  for (const baseUrl of [
    "http://grade.example.com",
    "grade.example.com",
    "https://grade.example.com/sealgrade",
    "https://grade.example.com/?x=1",
    "https://user@grade.example.com",
  ]) {
    it(`refuses ${baseUrl} as the address people use`, () => {
      expect(problems({ environment: { SEALGRADE_BASE_URL: baseUrl } })[0]).to.match(
        /^SEALGRADE_BASE_URL: expected/,
      );
    });
  }

  it("keeps the address people use as a browser writes it in Origin", () => {
    expect(load({ overrides: { baseUrl: "https://GRADE.example.com:443/" } }).baseUrl).to.equal(
      "https://grade.example.com",
    );
  });

  it("refuses an address range that is none, so that connecting does not fail later", () => {
    const found = problems({ environment: { SEALGRADE_ALLOWED_ADDRESS_RANGES: "10.0.0.0/8, 10.0.0.0/99" } });
    expect(found).to.deep.equal([
      "SEALGRADE_ALLOWED_ADDRESS_RANGES: expected address ranges such as 10.0.0.0/8, separated by commas",
    ]);
    const environment = { SEALGRADE_ALLOWED_ADDRESS_RANGES: "10.0.0.0/8, fd12::/16" };
    expect(load({ environment }).allowedAddressRanges).to.deep.equal(["10.0.0.0/8", "fd12::/16"]);
  });

  it("refuses half of a certificate, which would otherwise start with a self-signed one", () => {
    expect(problems({ overrides: { tlsCertFile: "/etc/c.pem" } })).to.have.length(1);
    expect(problems({ overrides: { tlsKeyFile: "/etc/k.pem" } })).to.have.length(1);
    expect(problems({ overrides: { tlsCertFile: "/etc/c.pem", tlsKeyFile: "/etc/k.pem" } })).to.deep.equal(
      [],
    );
  });

  it("refuses a file that is no mapping without repeating it", () => {
    for (const text of ["- a\n- b\n", "listenPort: [\n", "just text with a password\n"]) {
      writeFileSync(settingsFile(), text);
      expect(() => load()).to.throw(
        StartRefused,
        `The settings file ${settingsFile()} is not a YAML mapping of setting: value.`,
      );
    }
  });

  it("P16 never repeats a wrong value, which may be a secret in the wrong place", () => {
    const names = describeSettings().map((setting) => setting.variable);
    const environment = Object.fromEntries(names.map((name) => [name, "canary-4711"]));
    try {
      load({ environment });
      expect.fail("every setting was accepted");
    } catch (error) {
      expect(String(error)).to.contain("SEALGRADE_MODE").and.not.contain("canary-4711");
    }
  });

  it("P15 has no setting that holds a secret: each names a file instead", () => {
    const secret = /password|secret|token|key/i;
    const names = describeSettings().map((setting) => setting.name);
    expect(names.filter((name) => secret.test(name))).to.deep.equal([
      "tlsKeyFile",
      "databasePasswordFile",
      "rootKeyFile",
      "keyStoreFolder",
      "metricsTokenFile",
    ]);
  });

  it("P15 finds the root key where systemd puts the credential, unless a setting names another", () => {
    const environment = { CREDENTIALS_DIRECTORY: "/run/credentials/sealgrade.service" };
    expect(load({ environment }).rootKeyFile).to.equal(
      "/run/credentials/sealgrade.service/sealgrade-root-key",
    );
    expect(load({ environment, overrides: { rootKeyFile: "/etc/other.key" } }).rootKeyFile).to.equal(
      "/etc/other.key",
    );
  });

  it("keeps configuration, data, keys and work in four folders that do not contain one another", () => {
    const config = load();
    const below = (folder: string) => path.relative(home, folder);
    expect(below(config.rootKeyFile)).to.equal("config/root.key");
    expect([config.dataFolder, config.keyStoreFolder, config.workFolder].map(below)).to.deep.equal([
      "data",
      "keys",
      "work",
    ]);
  });
});

describe("docs/configuration.md", () => {
  it("lists every setting as the product has it (UPDATE_DOCS=1 writes it anew)", () => {
    const file = path.resolve(import.meta.dirname, "../../../../docs/configuration.md");
    if (process.env["UPDATE_DOCS"] === "1") writeFileSync(file, renderSettingsPage());
    expect(readFileSync(file, "utf8")).to.equal(renderSettingsPage());
  });

  it("says of every setting what it means", () => {
    for (const setting of describeSettings()) expect(setting.description, setting.name).to.match(/\.$/);
  });
});
