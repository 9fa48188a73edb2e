import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import mysql from "mysql2/promise";
import type { MysqlSettings } from "../../db/mysql.js";

/** Longest wait for the server to answer or to end, in ms. */
const LIMIT_MS = 60_000;
const FOLDERS = ["/usr/sbin", "/usr/bin", "/usr/local/bin"];

/** A private MariaDB server on its own socket and folder. */
export interface MariaDb {
  /** A new empty database and how to open it. */
  createDatabase(): Promise<MysqlSettings>;
  /** Starts the stopped server again on the same data. */
  start(): Promise<void>;
  /** Ends the server at once, as a crash would. */
  stop(): Promise<void>;
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
}

/** Whether a MariaDB server is installed here. */
export function isMariaDbInstalled(): boolean {
  return find("mariadbd") !== null && find("mariadb-install-db") !== null;
}

function find(program: string): string | null {
  return FOLDERS.map((folder) => path.join(folder, program)).find((file) => existsSync(file)) ?? null;
}

/**
 * Starts one. `extra` are more options of mariadbd, such as its TLS files; without a `port` among them
 * it listens on its socket alone.
 */
export async function startMariaDb(extra: readonly string[] = ["--skip-networking"]): Promise<MariaDb> {
  const folder = mkdtempSync(path.join(tmpdir(), "sealgrade-mariadb-"));
  const data = path.join(folder, "data");
  const socketPath = path.join(folder, "s");
  const account = process.getuid?.() === 0 ? ["--user=root"] : [];
  install(data, account);
  const options = ["--no-defaults", ...account, `--datadir=${data}`, `--socket=${socketPath}`];
  options.push(`--pid-file=${path.join(folder, "pid")}`, "--log-bin", "--innodb-flush-log-at-trx-commit=2");
  options.push("--innodb-buffer-pool-size=64M", "--skip-name-resolve", ...extra);
  let server: ChildProcess | null = null;
  let databases = 0;
  const killNow = (): void => {
    server?.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once("exit", killNow);
  const instance: MariaDb = {
    async start() {
      server = spawnTied(find("mariadbd") ?? "mariadbd", options);
      await accepting(server, socketPath);
    },
    async stop() {
      const ending = server;
      server = null;
      if (ending !== null) await ended(ending);
    },
    async remove() {
      await instance.stop();
      process.off("exit", killNow);
      rmSync(folder, { recursive: true, force: true });
    },
    async createDatabase() {
      databases += 1;
      const database = `spec_${databases}`;
      const connection = await mysql.createConnection({ socketPath, user: "root" });
      await connection.query(`CREATE DATABASE ${database}`);
      await connection.end();
      return { kind: "mysql", socketPath, user: "root", database };
    },
  };
  await instance.start();
  return instance;
}

/**
 * A child that neither keeps this process alive nor outlives it: the kernel ends it even when this
 * process is killed and runs no exit handler.
 */
function spawnTied(program: string, options: readonly string[]): ChildProcess {
  const setpriv = find("setpriv");
  const [command, args] =
    setpriv === null ? [program, options] : [setpriv, ["--pdeathsig", "KILL", "--", program, ...options]];
  const child = spawn(command, args, { stdio: "ignore" });
  child.unref();
  return child;
}

function install(data: string, account: string[]): void {
  const options = ["--no-defaults", ...account, `--datadir=${data}`];
  options.push("--auth-root-authentication-method=normal", "--skip-test-db");
  execFileSync(find("mariadb-install-db") ?? "mariadb-install-db", options, { stdio: "ignore" });
}

/** Waits until the socket takes connections; fails at once when the server ends instead. */
async function accepting(server: ChildProcess, socketPath: string): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  while (!(await connects(socketPath))) {
    if (server.exitCode !== null) throw new Error(`mariadbd ended with ${server.exitCode}`);
    if (performance.now() > deadline) throw new Error("mariadbd does not answer");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function connects(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(socketPath);
    socket.once("data", () => {
      resolve(true);
      socket.destroy();
    });
    socket.once("error", () => resolve(false));
    socket.once("end", () => resolve(false));
  });
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once("exit", () => resolve());
    server.kill("SIGKILL");
  });
}
