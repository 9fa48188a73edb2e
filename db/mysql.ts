import { isIP } from "node:net";
import { Duplex } from "node:stream";
import mysql2 from "mysql2";
import { type Options, Sequelize } from "sequelize";
import type { Connected } from "./connected.js";
import { DatabaseFailure } from "./errors.js";
import { STATEMENT_LIMIT_MS } from "./models/table.js";

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
  /**
   * TLS with the server's certificate and name verified; `ca` is PEM text, else the system's authorities.
   * `host` must then be a name, not an address.
   */
  readonly tls?: { readonly ca?: string };
}

const DEFAULT_HOST = "localhost";
const DEFAULT_PORT = 3_306;
const MAX_CONNECTIONS = 10;
const CONNECT_LIMIT_MS = 3_000;
const ACQUIRE_LIMIT_MS = 5_000;
const CLOSE_LIMIT_MS = 3_000;
const IDLE_LIMIT_MS = 60_000;
/** mysql2 keeps up to 16,000 per connection, which is the server's default limit for everybody. */
const MAX_PREPARED = 200;

/**
 * Connects to a server; nothing is opened before the first statement.
 * @throws DatabaseFailure `TLS_NEEDS_HOST_NAME` for TLS to an address: the driver (mysql2 3.24) compares the
 * certificate with "localhost" then, so that any certificate for that name would pass
 */
export function connectMysql(settings: MysqlSettings): Connected {
  if (settings.tls && settings.socketPath === undefined && isIP(settings.host ?? DEFAULT_HOST) !== 0)
    throw new DatabaseFailure("TLS_NEEDS_HOST_NAME");
  const sequelize = new Sequelize({ ...mysqlOptions(settings), logging: false, retry: { max: 1 } });
  const streams = new Set<Duplex>();
  sequelize.addHook("afterConnect", (connection) => {
    const stream = property(connection, "stream");
    if (stream instanceof Duplex) {
      streams.add(stream);
      stream.once("close", () => streams.delete(stream));
    }
    return setUpSession(connection);
  });
  cutSilentConnections(sequelize);
  return { sequelize, start: () => Promise.resolve(), close: () => closeAll(sequelize, streams) };
}

/**
 * Statements every connection begins with. Strict mode refuses what does not fit instead of cutting it;
 * the row-lock wait stays well under the limit for one statement.
 */
const SESSION_SETUP =
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', SESSION innodb_lock_wait_timeout = 5";

/** Sequelize's options for a server; written for MySQL 8, tested on MariaDB 10.11. */
function mysqlOptions(settings: MysqlSettings): Options {
  const { tls } = settings;
  // Named, so that Sequelize does not open an extra connection to ask; missing from its types. 8.0 also
  // stands for MariaDB 10.11.
  const version = { databaseVersion: "8.0.0" };
  return {
    ...version,
    dialect: "mysql",
    dialectModule: mysql2,
    host: settings.host ?? DEFAULT_HOST,
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

/** Says goodbye to the server, and hangs up where it does not answer. */
async function closeAll(sequelize: Sequelize, streams: ReadonlySet<Duplex>): Promise<void> {
  const limit = Promise.withResolvers<void>();
  const timer = setTimeout(limit.resolve, CLOSE_LIMIT_MS);
  await Promise.race([sequelize.close(), limit.promise]);
  clearTimeout(timer);
  for (const stream of streams) stream.destroy();
}

/** Sequelize hands over the driver's connection untyped. */
function setUpSession(connection: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const query = property(connection, "query");
    if (typeof query !== "function")
      return reject(new TypeError("the driver's connection has no query function"));
    const done = (error: unknown): void => (error ? reject(error) : resolve());
    Reflect.apply(query, connection, [SESSION_SETUP, done]);
  });
}

function property(target: unknown, name: string): unknown {
  return typeof target === "object" && target !== null ? Reflect.get(target, name) : undefined;
}

/** As a query's option: it may take as long as it takes. For migrations, whose work grows with the data. */
export const WITHOUT_LIMIT = { mayTakeLong: true };

/**
 * Ends a connection whose server has not answered a statement in time. A server that vanished without a
 * word would otherwise keep every connection of the pool until TCP gives up, a quarter of an hour later,
 * although it, or its successor, may be back within seconds.
 */
function cutSilentConnections(sequelize: Sequelize): void {
  const timers = new WeakMap<object, NodeJS.Timeout>();
  sequelize.addHook("beforeQuery", (options: unknown, query: object) => {
    if (property(options, "mayTakeLong") === true) return;
    const stream = property(property(query, "connection"), "stream");
    if (!(stream instanceof Duplex)) return;
    const cut = (): void => {
      stream.destroy(Object.assign(new Error("the server did not answer in time"), { code: "ETIMEDOUT" }));
    };
    timers.set(query, setTimeout(cut, STATEMENT_LIMIT_MS));
  });
  sequelize.addHook("afterQuery", (_options: unknown, query: object) => clearTimeout(timers.get(query)));
}
