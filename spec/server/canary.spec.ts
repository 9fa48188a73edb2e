import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import mysql from "mysql2/promise";
import { sealedColumns } from "../../server/sealing/sealedColumns.js";
import { createClient } from "../support/client.js";
import { analyse, connectCompletely } from "../support/connecting.js";
import { sharedMariaDb } from "../support/databases.js";
import { type GitHost, startGitHost } from "../support/gitHost.js";
import { type Installation, startInstallation } from "../support/installation.js";
import { isMariaDbInstalled } from "../support/mariadb.js";
import { unavailable } from "../support/unavailable.js";

const SOURCE = "canary_source_5c1f9e7ab2d3";
const FILE_NAME = "canary_file_81d0c4";
const FUNCTION = "canary_function_2b7e";
const USER_AGENT = "canary-agent/77.31";
const LONG_FUNCTION = `function ${FUNCTION}(a) {\n${`  if (a > 1) { a = a * 2; } // ${SOURCE}\n`.repeat(40)}  return a;\n}\n`;

/** Each holds something after one analysis that keeps the source. */
const SEALED_COLUMNS = [
  "deploy_keys.private_key_sealed",
  "facts.body_sealed",
  "organizations.name_sealed",
  "revisions.index_sealed",
  "revisions.overview_sealed",
  "sessions.address_sealed",
  "sessions.user_agent_sealed",
  "sources.body_sealed",
  "users.display_name_sealed",
];

interface Canary {
  readonly what: string;
  readonly bytes: Buffer;
}

/** The ways in which a value could hide in text or bytes. */
function disguises({ bytes }: Canary): readonly Buffer[] {
  const url = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  // Base64 of a value inside a longer one depends on where it begins: three ways, less the ends.
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return text.slice(shift === 0 ? 0 : 4, -2);
  });
  const texts = [...base64, ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"))];
  const hex = bytes.toString("hex");
  return [
    bytes,
    ...[...texts, hex, hex.toUpperCase(), url, url.toUpperCase()].map((text) => Buffer.from(text)),
  ];
}

/** A token as it is sent, and the bytes it stands for. */
function tokenForms(what: string, token: string): readonly Canary[] {
  return [
    { what, bytes: Buffer.from(token) },
    { what: `${what}, decoded`, bytes: Buffer.from(token, "base64url") },
  ];
}

function foundIn(haystack: Buffer, canaries: readonly Canary[]): string[] {
  return canaries
    .filter((canary) => disguises(canary).some((one) => haystack.includes(one)))
    .map(({ what }) => what);
}

for (const kind of ["sqlite", "mariadb"] as const) {
  describe(`planted canaries on ${kind}`, function () {
    this.timeout(120_000);
    let installation: Installation;
    let host: GitHost;
    let projectId = "";
    let secrets: Canary[] = [];
    let database = "";

    before(async function () {
      if (kind === "mariadb" && !isMariaDbInstalled()) unavailable(this, "mariadbd is not installed");
      host = await startGitHost({ [`src/${FILE_NAME}.js`]: LONG_FUNCTION });
      const settings = kind === "mariadb" ? await (await sharedMariaDb()).createDatabase() : null;
      database = settings?.database ?? "";
      const overrides =
        settings === null
          ? {}
          : { databaseUrl: `mysql://root@localhost/${settings.database}?socket=${settings.socketPath}` };
      installation = await startInstallation({ overrides });
      const link = new URL(await installation.service.ownerLink());
      await installation.owner.post(link.pathname, {}, { "user-agent": USER_AGENT });
      await installation.owner.get("/nowhere", { "user-agent": USER_AGENT });
      projectId = await connectCompletely(installation, host, { retention: "full" });
      expect((await analyse(installation, projectId)).state).to.equal("done");
      await host.ssh.removeKey(await shownKey());
      expect((await analyse(installation, projectId)).state).to.equal("failed");
      secrets = [
        { what: "root key", bytes: readFileSync(installation.config.rootKeyFile) },
        { what: "deploy key", bytes: await deployKeyBytes() },
        ...tokenForms("session token", installation.owner.cookie().replace(/^.*=/, "")),
        ...tokenForms("owner link", link.pathname.replace("/sign-in/", "")),
        ...tokenForms("open owner link", (await installation.service.ownerLink()).replace(/^.*\//, "")),
      ];
    });
    after(async () => {
      await installation?.remove();
      await host?.remove();
    });

    async function shownKey(): Promise<string> {
      const tenant = installation.services.database.repositories.forOrganization(
        installation.service.organizationId,
      );
      return (await tenant.deployKeys.activeOf(projectId))?.publicKey ?? "";
    }

    /** The 32 secret bytes of the Ed25519 key, the end of its PKCS#8 form (RFC 8410, section 7). */
    async function deployKeyBytes(): Promise<Buffer> {
      const { services, service } = installation;
      const key = await services.database.repositories
        .forOrganization(service.organizationId)
        .deployKeys.activeOf(projectId);
      if (key === null) return expect.fail("the project has no key");
      const context = sealedColumns.deployKeyPrivateKey(service.organizationId, key.id);
      return Buffer.from(services.vault.open(context, key.privateKeySealed).subarray(-32));
    }

    const source = (): Canary[] => [
      { what: "source", bytes: Buffer.from(SOURCE) },
      { what: "file name", bytes: Buffer.from(FILE_NAME) },
      { what: "function name", bytes: Buffer.from(FUNCTION) },
    ];

    /** Every table's rows, by the table's name. */
    async function tables(): Promise<Map<string, object[]>> {
      return kind === "sqlite" ? sqliteTables(installation.config.dataFolder) : mariadbTables(database);
    }

    async function dump(): Promise<Buffer> {
      if (kind === "sqlite") {
        const { dataFolder } = installation.config;
        return Buffer.concat(
          readdirSync(dataFolder).map((name) => readFileSync(path.join(dataFolder, name))),
        );
      }
      const values = [...(await tables()).values()].flat().flatMap((row) => Object.values(row));
      return Buffer.concat(
        values.flatMap((value) => [
          Buffer.isBuffer(value) ? value : Buffer.from(String(value)),
          Buffer.from("\n"),
        ]),
      );
    }

    it("P16 are found where they are planted, in every disguise", () => {
      for (const canary of [...secrets, ...source()]) {
        for (const disguise of disguises(canary)) {
          const text = Buffer.concat([Buffer.from("before "), disguise, Buffer.from(" after")]);
          expect(foundIn(text, [canary])).to.deep.equal([canary.what]);
        }
        for (const lead of ["", "x", "xy"]) {
          const inside = Buffer.from(
            Buffer.concat([Buffer.from(lead), canary.bytes, Buffer.from("tail")]).toString("base64"),
          );
          expect(foundIn(inside, [canary]), `${canary.what} after ${lead.length}`).to.deep.equal([
            canary.what,
          ]);
        }
      }
    });

    it("P13 P16 are nowhere in the database: no source, no name, no key, no token, no browser", async () => {
      const bytes = await dump();
      expect(bytes.includes(projectId), "the dump holds what it should").to.equal(true);
      const personal = [
        { what: "browser", bytes: Buffer.from(USER_AGENT) },
        { what: "team name", bytes: Buffer.from("My team") },
      ];
      expect(foundIn(bytes, [...secrets, ...source(), ...personal])).to.deep.equal([]);
    });

    it("P13 stand as sealed records in every column that is named so", async () => {
      const columns = new Set<string>();
      for (const [table, rows] of await tables()) {
        for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
          if (!column.endsWith("_sealed")) continue;
          const bytes = Buffer.from(value);
          // "SG", version 1, algorithm 1; what is only packed begins otherwise.
          expect(bytes.subarray(0, 4).toString("hex"), `${table}.${column}`).to.equal("53470101");
          expect(() =>
            installation.services.keyStore.dataKey(installation.services.vault.dataKeyIdOf(bytes)),
          ).not.to.throw();
          columns.add(`${table}.${column}`);
        }
      }
      expect([...columns].sort()).to.deep.equal(SEALED_COLUMNS);
    });

    it("P16 are nowhere in the log, which has every level switched on", () => {
      const log = Buffer.from(installation.log());
      expect(log.includes("request"), "the log holds what it should").to.equal(true);
      const personal = { what: "browser", bytes: Buffer.from(USER_AGENT) };
      expect(foundIn(log, [...secrets, ...source(), personal])).to.deep.equal([]);
    });

    it("P16 are on no page but the owner's own about the source, and secrets on none at all", async () => {
      const { owner, service } = installation;
      const file = await owner.get(`/projects/${projectId}/files/src/${FILE_NAME}.js`);
      expect(file.body, "its owner reads the source").to.contain(SOURCE);
      const stranger = createClient(service.url);
      for (const name of [
        "",
        "/connect",
        "/findings",
        "/files",
        "/receipt",
        "/part?folder=src",
        `/receipt?file=src/${FILE_NAME}.js`,
        "/settings",
        `/files/src/${FILE_NAME}.js`,
        "/files/no",
        "/events",
      ]) {
        const page = await owner.get(`/projects/${projectId}${name}`);
        const seen = Buffer.from(page.body + JSON.stringify(page.headers));
        expect(foundIn(seen, secrets), name).to.deep.equal([]);
        const refused = await stranger.get(`/projects/${projectId}${name}`);
        expect(
          foundIn(Buffer.from(refused.body), [...secrets, ...source()]),
          `stranger ${name}`,
        ).to.deep.equal([]);
      }
      for (const name of ["/projects", "/sign-in", "/metrics", "/healthz", "/nowhere"]) {
        expect(
          foundIn(Buffer.from((await owner.get(name)).body), [...secrets, ...source()]),
          name,
        ).to.deep.equal([]);
      }
    });

    it("P06 P16 are in no argument or environment of a process, and in no file outside of their places", () => {
      const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
      const seen = processes.flatMap((pid) =>
        [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`].map(readQuietly),
      );
      expect(foundIn(Buffer.concat(seen), secrets)).to.deep.equal([]);
      const { home, config } = installation;
      const files = execFileSync("find", [home, "-type", "f"], { encoding: "utf8" }).trim().split("\n");
      const others = files.filter((file) => file !== config.rootKeyFile);
      expect(others).to.have.length.above(3);
      for (const file of others) {
        expect(
          foundIn(readFileSync(file), [...secrets, ...source()]),
          path.relative(home, file),
        ).to.deep.equal([]);
      }
    });
  });
}

async function sqliteTables(dataFolder: string): Promise<Map<string, object[]>> {
  const connection = new DatabaseSync(path.join(dataFolder, "sealgrade.sqlite"), { readOnly: true });
  try {
    const names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return new Map(
      names.map(({ name }) => [String(name), connection.prepare(`SELECT * FROM "${name}"`).all()]),
    );
  } finally {
    connection.close();
  }
}

async function mariadbTables(database: string): Promise<Map<string, object[]>> {
  const { socketPath } = await (await sharedMariaDb()).createDatabase();
  const connection = await mysql.createConnection({ socketPath: socketPath ?? "", user: "root", database });
  try {
    const [names] = await connection.query<mysql.RowDataPacket[]>("SHOW TABLES");
    const found = new Map<string, object[]>();
    for (const name of names.flatMap((row) => Object.values(row))) {
      const [rows] = await connection.query<mysql.RowDataPacket[]>(`SELECT * FROM \`${name}\``);
      found.set(String(name), rows);
    }
    return found;
  } finally {
    await connection.end();
  }
}

/** A process may end between being listed and being read. */
function readQuietly(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
