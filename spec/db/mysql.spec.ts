import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { expect } from "chai";
import mysql from "mysql2/promise";
import forge from "node-forge";
import { openDatabase } from "../../db/connection.js";
import { DatabaseFailure } from "../../db/errors.js";
import type { MysqlSettings } from "../../db/mysql.js";
import { isMariaDbInstalled, type MariaDb, startMariaDb } from "../support/mariadb.js";
import { unavailable } from "../support/unavailable.js";
import { temporaryFolder } from "./folder.js";

interface Identity {
  readonly key: string;
  readonly certificate: string;
}

/** A certificate for `name`, signed by `issuer` or by itself. */
function certify(name: string, issuer?: { name: string; identity: Identity }): Identity {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const key = pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(
    pair.publicKey.export({ type: "spki", format: "pem" }).toString(),
  );
  certificate.serialNumber = issuer ? "02" : "01";
  certificate.validity.notBefore = new Date(Date.now() - 86_400_000);
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000);
  certificate.setSubject([{ name: "commonName", value: name }]);
  certificate.setIssuer([{ name: "commonName", value: issuer?.name ?? name }]);
  const DNS = 2;
  certificate.setExtensions([
    { name: "basicConstraints", cA: issuer === undefined },
    { name: "subjectAltName", altNames: [{ type: DNS, value: name }] },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(issuer?.identity.key ?? key), forge.md.sha256.create());
  return { key, certificate: forge.pki.certificateToPem(certificate) };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

describe("TLS to the database server", function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const authority = { name: "Spec authority", identity: certify("Spec authority") };
  const servers: MariaDb[] = [];

  beforeEach(function () {
    if (!isMariaDbInstalled()) unavailable(this, "mariadbd is not installed");
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.remove();
  });

  /** A server that takes TLS alone, under a certificate for `name`; its settings lack `tls`. */
  async function serve(name: string): Promise<MysqlSettings> {
    const { key, certificate } = certify(name, authority);
    const [keyFile, certificateFile] = [folder.file(`${name}.key`), folder.file(`${name}.crt`)];
    writeFileSync(keyFile, key, { mode: 0o600 });
    writeFileSync(certificateFile, certificate);
    const port = await freePort();
    const listen = [`--port=${port}`, "--bind-address=127.0.0.1", "--require-secure-transport=ON"];
    const server = await startMariaDb([...listen, `--ssl-key=${keyFile}`, `--ssl-cert=${certificateFile}`]);
    servers.push(server);
    const { socketPath = "", database } = await server.createDatabase();
    const root = await mysql.createConnection({ socketPath, user: "root" });
    await root.query("CREATE USER 'app'@'127.0.0.1' IDENTIFIED BY 'only for this spec'");
    await root.query(`GRANT ALL ON ${database}.* TO 'app'@'127.0.0.1'`);
    await root.end();
    return { kind: "mysql", host: "localhost", port, user: "app", password: "only for this spec", database };
  }

  const outcomeOf = (settings: MysqlSettings): Promise<unknown> =>
    openDatabase(settings).then(
      async (database) => {
        await database.close();
        return "connected";
      },
      (error: unknown) => error,
    );

  it("P31 a server whose certificate the given authority signed for its name is accepted", async () => {
    const settings = await serve("localhost");
    const tls = { ca: authority.identity.certificate };
    const database = await openDatabase({ ...settings, tls });
    await database.migrate();
    expect(await database.pendingMigrations()).to.deep.equal([]);
    await database.close();
  });

  it("P31 another authority, no authority and no TLS at all are refused", async () => {
    const settings = await serve("localhost");
    const stranger = certify("Spec authority").certificate;
    for (const tls of [{ ca: stranger }, {}]) {
      expect(await outcomeOf({ ...settings, tls })).to.be.instanceOf(DatabaseFailure);
    }
    expect(await outcomeOf(settings)).to.be.instanceOf(DatabaseFailure);
  });

  it("P31 a certificate of the right authority for another name is refused", async () => {
    const settings = await serve("elsewhere.example");
    const tls = { ca: authority.identity.certificate };
    expect(await outcomeOf({ ...settings, tls })).to.be.instanceOf(DatabaseFailure);
  });

  it("P31 a server named by its address is refused before anything connects, whatever its certificate says", async () => {
    const settings = await serve("localhost");
    const tls = { ca: authority.identity.certificate };
    for (const host of ["127.0.0.1", "::1"]) {
      expect(await outcomeOf({ ...settings, host, tls }))
        .to.be.instanceOf(DatabaseFailure)
        .with.property("code", "TLS_NEEDS_HOST_NAME");
    }
  });
});
