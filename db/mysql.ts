import mysql2 from "mysql2";
import type { Options } from "sequelize";

/** Where a MySQL or MariaDB server is and how to sign in. */
export interface MysqlSettings {
  readonly kind: "mysql";
  readonly host?: string;
  readonly port?: number;
  /** A unix socket; then host, port and tls do not matter. */
  readonly socketPath?: string;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
  /** TLS with the server's certificate and name verified; `ca` is PEM text, else the system's authorities. */
  readonly tls?: { readonly ca?: string };
}

const DEFAULT_PORT = 3_306;
const MAX_CONNECTIONS = 10;
const CONNECT_LIMIT_MS = 3_000;
const ACQUIRE_LIMIT_MS = 5_000;
const IDLE_LIMIT_MS = 60_000;
/** mysql2 keeps up to 16,000 per connection, which is the server's default limit for everybody. */
const MAX_PREPARED = 200;

/**
 * Statements every connection begins with. Strict mode refuses what does not fit instead of cutting it;
 * the row-lock wait stays well under the limit for one statement.
 */
export const SESSION_SETUP =
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', SESSION innodb_lock_wait_timeout = 10";

/** Sequelize's options for a server; written for MySQL 8, tested on MariaDB 10.11. */
export function mysqlOptions(settings: MysqlSettings): Options {
  const { tls } = settings;
  // Named, so that Sequelize does not open an extra connection to ask; missing from its types. 8.0 also
  // stands for MariaDB 10.11.
  const version = { databaseVersion: "8.0.0" };
  return {
    ...version,
    dialect: "mysql",
    dialectModule: mysql2,
    host: settings.host ?? "localhost",
    port: settings.port ?? DEFAULT_PORT,
    username: settings.user,
    ...(settings.password === undefined ? {} : { password: settings.password }),
    database: settings.database,
    timezone: "+00:00",
    // Each statement sees what is committed by then: a claim that waited for a row must not decide by
    // an older snapshot, and gap locks would make unrelated claims wait for each other.
    isolationLevel: "READ COMMITTED",
    pool: { max: MAX_CONNECTIONS, min: 0, acquire: ACQUIRE_LIMIT_MS, idle: IDLE_LIMIT_MS },
    dialectOptions: {
      charset: "UTF8MB4_BIN",
      connectTimeout: CONNECT_LIMIT_MS,
      maxPreparedStatements: MAX_PREPARED,
      // An update that finds its row counts it, also when nothing in it changed, as on SQLite.
      flags: ["FOUND_ROWS"],
      ...(settings.socketPath === undefined ? {} : { socketPath: settings.socketPath }),
      ...(tls && settings.socketPath === undefined
        ? {
            ssl: {
              ...(tls.ca === undefined ? {} : { ca: tls.ca }),
              minVersion: "TLSv1.2",
              rejectUnauthorized: true,
              verifyIdentity: true,
            },
          }
        : {}),
    },
  };
}
