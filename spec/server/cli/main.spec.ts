import { execFile, spawn } from "node:child_process";
import { readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { expect } from "chai";
import { createClient } from "../../support/client.js";
import { startInstallation, temporaryHome, tlsFiles } from "../../support/installation.js";
import { sealgrade } from "./terminal.js";

const ROOT = path.resolve(import.meta.dirname, "../../../..");
const BIN = path.join(ROOT, "bin", "sealgrade");
const COMMANDS = ["grade", "explain", "serve", "worker", "link", "keys", "doctor", "demo"];
const run = promisify(execFile);

describe("sealgrade", function () {
  this.timeout(60_000);
  let home = "";
  beforeEach(() => {
    home = temporaryHome();
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  it("lists every command with one line each, also without arguments", async () => {
    const all = [
      await sealgrade(),
      await sealgrade("help"),
      await sealgrade("--help"),
      await sealgrade("-h"),
    ];
    for (const { status, stdout, stderr } of all) {
      expect([status, stderr]).to.deep.equal([0, ""]);
      expect(stdout.split("\n").flatMap((line) => /^ {2}(\w+) {2,}\S/.exec(line)?.[1] ?? [])).to.deep.equal(
        COMMANDS,
      );
    }
  });

  for (const command of COMMANDS) {
    it(`explains ${command} in three ways alike`, async () => {
      const { status, stdout } = await sealgrade("help", command);
      expect(status).to.equal(0);
      expect(stdout).to.contain(`sealgrade ${command}`);
      expect((await sealgrade(command, "--help")).stdout).to.equal(stdout);
      expect((await sealgrade(command, "-h")).stdout).to.equal(stdout);
    });

    it(`refuses an unknown option of ${command} with status 2 and one line`, async () => {
      const { status, stdout, stderr } = await sealgrade(command, "--no-such-option");
      expect([status, stdout]).to.deep.equal([2, ""]);
      expect(stderr).to.match(/^sealgrade: [^\n]*--no-such-option[^\n]*\n$/);
    });
  }

  it("refuses an unknown command with status 2 and one line", async () => {
    const { status, stdout, stderr } = await sealgrade("garde");
    expect([status, stdout, stderr]).to.deep.equal([
      2,
      "",
      'sealgrade: There is no command "garde". `sealgrade help` lists them.\n',
    ]);
  });

  it("runs from any folder and through a symbolic link", async () => {
    symlinkSync(BIN, path.join(home, "sg"));
    const { stdout } = await run(path.join(home, "sg"), ["help", "grade"], {
      cwd: home,
      env: { PATH: "/usr/bin:/bin" },
    });
    expect(stdout).to.contain("sealgrade grade PATH");
  });

  it("grades, explains and refuses as one file just as its modules do", async () => {
    // The settings bring in what is loaded on demand.
    writeFileSync(path.join(home, ".sealgrade.yml"), "exclude: [b.py]\n");
    writeFileSync(path.join(home, "a.py"), "def a():\n    return 1\n");
    writeFileSync(path.join(home, "b.py"), "def b():\n    return 2\n");
    for (const args of [
      ["grade", home, "--no-cache", "--format", "json"],
      ["explain", path.join(home, "b.py")],
      ["grade", path.join(home, "missing")],
      ["explain", "--help"],
    ]) {
      const { status, stdout, stderr } = await sealgrade(...args);
      const asFile = await run(BIN, args, { env: { PATH: "/usr/bin:/bin" } }).catch(
        (reason: unknown) => reason,
      );
      expect(asFile).to.deep.include({ stdout, stderr, ...(status === 0 ? {} : { code: status }) });
    }
  });

  it("ends with a status of 2 and the reason when it cannot start", async () => {
    const env = { PATH: "/usr/bin:/bin", SEALGRADE_LISTEN_PORT: "http" };
    const error: unknown = await run(BIN, ["serve", "--home", home], { cwd: "/", env }).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.have.property("code", 2);
    expect(error)
      .to.have.property("stderr")
      .that.contains("SEALGRADE_LISTEN_PORT")
      .and.not.contains("    at ");
  });

  describe("link", () => {
    it("P18 prints another working link while the service runs", async () => {
      const installation = await startInstallation({ overrides: { runWorker: false } });
      try {
        const { status, stdout } = await sealgrade("link", "--home", installation.home);
        expect(status).to.equal(0);
        const client = createClient(installation.service.url);
        expect((await client.signIn(stdout.trim())).status).to.equal(303);
        expect((await client.get("/projects")).status).to.equal(200);
        expect((await createClient(installation.service.url).signIn(stdout.trim())).status).to.equal(403);
      } finally {
        await installation.remove();
      }
    });

    it("says that the service has to be started first, and makes nothing", async () => {
      const { status, stderr } = await sealgrade("link", "--home", home);
      expect(status).to.equal(2);
      expect(stderr)
        .to.contain("sealgrade serve")
        .and.match(/^[^\n]+\n$/);
      expect(readdirSync(home)).to.deep.equal([]);
    });
  });

  describe("keys create-root", () => {
    it("P14 makes a root key for its owner alone, and never replaces one", async () => {
      const made = await sealgrade("keys", "create-root", "--home", home);
      const file = path.join(home, "config", "root.key");
      expect(made.status).to.equal(0);
      expect(made.stdout).to.contain(file);
      expect([statSync(file).size, statSync(file).mode & 0o777]).to.deep.equal([32, 0o400]);
      const again = await sealgrade("keys", "create-root", "--home", home);
      expect(again.status).to.equal(2);
      expect(again.stderr).to.contain("already");
    });

    it("says what to type when the action is missing or another", async () => {
      for (const args of [[], ["rotate"], ["create-root", "twice"]]) {
        const { status, stderr } = await sealgrade("keys", ...args);
        expect([status, stderr]).to.deep.equal([
          2,
          "sealgrade: Say what to do: `sealgrade keys create-root`, `rotate-data` or `rotate-root`.\n",
        ]);
      }
    });
  });

  describe("doctor", () => {
    it("changes nothing and says what the first start will make", async () => {
      const { status, stdout } = await sealgrade("doctor", "--home", home);
      expect(status).to.equal(0);
      expect(stdout).to.contain("embedded").and.contain("the first start makes one").and.contain("✓ git");
      expect(readdirSync(home)).to.deep.equal([]);
    });

    it("finds everything in place once the service has run", async () => {
      const installation = await startInstallation({ overrides: { runWorker: false } });
      try {
        const { status, stdout } = await sealgrade("doctor", "--home", installation.home);
        expect(status).to.equal(0);
        for (const line of [
          /✓ root key +valid/,
          /✓ data folder/,
          /✓ key store/,
          /✓ database +reachable, up to date/,
        ]) {
          expect(stdout).to.match(line);
        }
      } finally {
        await installation.remove();
      }
    });

    it("P14 names everything that production lacks, with status 1", async () => {
      const { status, stdout } = await withSettings("mode: production\n", "doctor");
      expect(status).to.equal(1);
      const missing = stdout.slice(stdout.indexOf("Production cannot start without:"));
      expect(missing).to.contain("rootKeyFile").and.contain("databaseUrl").and.contain("tlsCertFile");
    });

    it("reports a database that does not answer, or whose password file is missing, as a finding", async () => {
      const unreachable = "databaseUrl: mysql://app@127.0.0.1:1/sealgrade\n";
      expect((await withSettings(unreachable, "doctor")).stdout).to.match(
        /✗ database +does not answer\n.*cannot start/,
      );
      const { stdout } = await withSettings(
        `${unreachable}databasePasswordFile: /nowhere/password\n`,
        "doctor",
      );
      expect(stdout).to.contain("databasePasswordFile names /nowhere/password, which cannot be read");
    });

    it("lists the settings also when the configuration is not usable", async () => {
      const { status, stdout, stderr } = await withSettings("listenPort: http\n", "doctor", "--settings");
      expect(status).to.equal(2);
      expect(stdout).to.contain("SEALGRADE_LISTEN_PORT");
      expect(stderr).to.contain("listenPort: ");
    });
  });

  it("serve prints a link that works and ends with status 0 on SIGTERM; a second one beside it is refused", async () => {
    const files = await tlsFiles(home);
    const env = {
      PATH: "/usr/bin:/bin",
      SEALGRADE_LISTEN_PORT: "0",
      SEALGRADE_TLS_CERT_FILE: files.tlsCertFile,
      SEALGRADE_TLS_KEY_FILE: files.tlsKeyFile,
    };
    const service = spawn(BIN, ["serve", "--home", home], {
      cwd: "/",
      env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    const ended = new Promise((resolve) => service.once("exit", resolve));
    try {
      const link = await firstLine(service.stdout, /https:\S+\/sign-in\/\S+/);
      expect((await createClient(new URL(link).origin).signIn(link)).status).to.equal(303);
      const second: unknown = await run(BIN, ["serve", "--home", home], { env }).catch(
        (reason: unknown) => reason,
      );
      expect(second).to.have.property("code", 2);
      expect(second).to.have.property("stderr").that.contains(`process ${service.pid}`);
    } finally {
      service.kill("SIGTERM");
    }
    expect(await ended).to.equal(0);
  });

  async function withSettings(text: string, ...args: readonly string[]) {
    writeFileSync(path.join(home, "sealgrade.yml"), text);
    process.env["SEALGRADE_CONFIG"] = path.join(home, "sealgrade.yml");
    try {
      return await sealgrade(...args, "--home", home);
    } finally {
      delete process.env["SEALGRADE_CONFIG"];
    }
  }
});

async function firstLine(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
  for await (const line of createInterface({ input: stream })) {
    const found = pattern.exec(line)?.[0];
    if (found !== undefined) return found;
  }
  throw new Error(`no line like ${pattern} was printed`);
}
