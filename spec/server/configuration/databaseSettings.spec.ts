import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { loadConfig } from "../../../server/configuration/config.js";
import { databaseSettings } from "../../../server/configuration/databaseSettings.js";
import { StartRefused } from "../../../server/errors.js";
import { temporaryHome } from "../../support/installation.js";

describe("databaseSettings", () => {
  let home = "";
  let databaseCaFile = "";
  before(() => {
    home = temporaryHome();
    databaseCaFile = path.join(home, "ca.pem");
    writeFileSync(databaseCaFile, "PEM text");
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  const settingsOf = (overrides: Record<string, string>) =>
    databaseSettings(loadConfig({ home, environment: {}, overrides }));

  it("is the SQLite file of the data folder where nothing else is named", () => {
    expect(settingsOf({})).to.deep.equal({ kind: "sqlite", file: path.join(home, "data/sealgrade.sqlite") });
  });

  it("reads account, host, port and database from the address", () => {
    const databaseUrl = "mysql://seal%40grade@db.example.org:3307/grades";
    expect(settingsOf({ databaseUrl, databaseCaFile })).to.deep.equal({
      kind: "mysql",
      user: "seal@grade",
      host: "db.example.org",
      port: 3307,
      database: "grades",
      tls: { ca: "PEM text" },
    });
  });

  it("P31 refuses an IP address where the certificate is to be checked, and says what to write", () => {
    for (const host of ["127.0.0.1", "10.0.0.5", "[::1]"]) {
      const databaseUrl = `mysql://sealgrade@${host}/sealgrade`;
      expect(() => settingsOf({ databaseUrl, databaseCaFile }), host).to.throw(
        StartRefused,
        /Write the host name that stands in the certificate/,
      );
    }
    // Through a socket nothing is checked, and without TLS there is nothing to check.
    const socket = { databaseUrl: "mysql://sealgrade@127.0.0.1/sealgrade?socket=/run/db", databaseCaFile };
    expect(settingsOf(socket)).to.have.property("socketPath", "/run/db");
    const plain = { databaseUrl: "mysql://sealgrade@[::1]/sealgrade" };
    expect(settingsOf(plain)).to.have.property("host", "::1");
  });

  it("P16 refuses a password in the address without repeating it", () => {
    const refused = () => settingsOf({ databaseUrl: "mysql://sealgrade:canary@db.example.org/sealgrade" });
    expect(refused).to.throw(StartRefused, /databasePasswordFile/);
    expect(refused).not.to.throw("canary");
  });
});
