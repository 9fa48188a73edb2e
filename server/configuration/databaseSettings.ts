import { isIP } from "node:net";
import path from "node:path";
import type { DatabaseSettings } from "../../db/connection.js";
import { StartRefused } from "../errors.js";
import type { Config } from "./config.js";
import { readSettingFile } from "./settingFile.js";

const MYSQL_PORT = 3306;

/**
 * Which database the configuration names: the SQLite file of embedded mode, or a MySQL server.
 * @throws StartRefused when `databaseUrl` is no MySQL address, carries a password or names by IP address a
 * server whose certificate is to be checked, or when a named file is missing
 */
export function databaseSettings(config: Config): DatabaseSettings {
  if (config.databaseUrl === undefined)
    return { kind: "sqlite", file: path.join(config.dataFolder, "sealgrade.sqlite") };
  const url = URL.parse(config.databaseUrl);
  if (url === null || url.protocol !== "mysql:" || url.username === "" || url.pathname.length < 2) {
    throw new StartRefused("databaseUrl must look like mysql://user@host:3306/name.");
  }
  if (url.password !== "") {
    throw new StartRefused(
      "databaseUrl holds a password, which would be visible to others. Put it into a file and name that in databasePasswordFile.",
    );
  }
  const socketPath = url.searchParams.get("socket");
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1"); // an IPv6 address stands in brackets
  if (socketPath === null && config.databaseCaFile !== undefined && isIP(host) !== 0) {
    throw new StartRefused(
      `databaseUrl names the database server by its address ${host}, which its certificate is not checked against. Write the host name that stands in the certificate; where no DNS knows it, /etc/hosts can.`,
    );
  }
  return {
    kind: "mysql",
    user: decodeURIComponent(url.username),
    database: decodeURIComponent(url.pathname.slice(1)),
    ...(socketPath === null ? { host, port: Number(url.port || MYSQL_PORT) } : { socketPath }),
    ...(config.databasePasswordFile === undefined
      ? {}
      : { password: readSettingFile("databasePasswordFile", config.databasePasswordFile).trimEnd() }),
    ...(config.databaseCaFile === undefined
      ? {}
      : { tls: { ca: readSettingFile("databaseCaFile", config.databaseCaFile) } }),
  };
}
