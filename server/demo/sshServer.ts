import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { userInfo } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type HostKey, parseHostKey } from "../intake/remote/hostKeys.js";
import { readOnlyScript } from "./readOnlyScript.js";

export interface SshServerOptions {
  /** An empty or missing folder for host key, configuration and authorised keys; the caller removes it. */
  readonly folder: string;
  /** Path as remotes name it ("/team/repo.git") → repository on this machine (bare, `.git` or work tree). */
  readonly repositories: Readonly<Record<string, string>>;
  /** TCP port on 127.0.0.1; 0 picks a free one. */
  readonly port: number;
}

/** A throw-away OpenSSH server on the loopback address. */
export interface SshServer {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** The only account that can sign in: the one this process runs as. */
  readonly user: string;
  /** The `ssh://…` address of a served path. */
  remoteOf(served: string): string;
  hostKey(): HostKey;
  /** Makes a new host key; connections from now on see it. */
  changeHostKey(): Promise<HostKey>;
  /** Lets a public key ("ssh-ed25519 AAAA… comment") read one served path, and nothing else. */
  addKey(publicKey: string, served: string): Promise<void>;
  removeKey(publicKey: string): Promise<void>;
  /** How many connections were accepted so far. */
  connections(): number;
  /** The end of sshd's own log, for finding out why a connection failed. */
  log(): string;
  /** Ends the listener and every connection; leaves no process behind. */
  stop(): Promise<void>;
}

const run = promisify(execFile);

/** Where sshd lives where it is not on an ordinary user's PATH. */
const SSHD_PLACES = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"];
/** sshd started by root refuses to run without it; distributions make it in their service unit. */
const PRIVILEGE_SEPARATION_FOLDER = "/run/sshd";
const MAX_LOG_LENGTH = 20_000;
const SSHD_SETTINGS = [
  "UsePAM no",
  "StrictModes no",
  "PasswordAuthentication no",
  "KbdInteractiveAuthentication no",
  "PubkeyAuthentication yes",
  "PermitRootLogin forced-commands-only",
  "AcceptEnv GIT_PROTOCOL",
  "LogLevel VERBOSE",
  "PrintMotd no",
  "PidFile none",
];

/**
 * Starts an OpenSSH server that serves repositories read-only to deploy keys, each key bound to one of them.
 * Every connection gets its own `sshd -i`: nothing outlives this process, and a changed host key or key list
 * holds from the next connection on. Throws where OpenSSH's server is not installed.
 */
export async function startSshServer(options: SshServerOptions): Promise<SshServer> {
  const sshd = SSHD_PLACES.find((file) => existsSync(file));
  if (sshd === undefined) throw new Error("OpenSSH's server is missing: apt-get install -y openssh-server");
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  if (process.getuid?.() === 0) mkdirSync(PRIVILEGE_SEPARATION_FOLDER, { recursive: true, mode: 0o755 });
  const files = filesIn(options.folder);
  let hostKey = await createHostKey(files);
  await writeFile(files.authorizedKeys, "", { mode: 0o600 });
  await writeFile(files.config, configText(files), { mode: 0o600 });
  const sessions = createSessions(sshd, files.config);
  const server = createServer({ pauseOnConnect: true }, sessions.serve);
  const port = await listen(server, options.port);
  const user = userInfo().username;
  const keys = createKeyList(files, options.repositories);
  return {
    host: "127.0.0.1",
    port,
    user,
    remoteOf: (served) => `ssh://${user}@127.0.0.1:${port}${served}`,
    hostKey: () => hostKey,
    changeHostKey: async () => {
      hostKey = await createHostKey(files);
      return hostKey;
    },
    addKey: keys.add,
    removeKey: keys.remove,
    connections: sessions.count,
    log: sessions.log,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all([closed, sessions.end()]);
    },
  };
}

interface Files {
  readonly folder: string;
  readonly config: string;
  readonly hostKey: string;
  readonly authorizedKeys: string;
}

function filesIn(folder: string): Files {
  // sshd's configuration and authorized_keys both read these paths inside double quotes.
  if (/["\\\n%]/.test(folder))
    throw new Error("the folder of the SSH server must not hold quotes, back slashes or %");
  const absolute = path.resolve(folder);
  return {
    folder: absolute,
    config: path.join(absolute, "sshd_config"),
    hostKey: path.join(absolute, "host_key"),
    authorizedKeys: path.join(absolute, "authorized_keys"),
  };
}

function configText(files: Files): string {
  return [
    `HostKey "${files.hostKey}"`,
    `AuthorizedKeysFile "${files.authorizedKeys}"`,
    ...SSHD_SETTINGS,
    "",
  ].join("\n");
}

async function createHostKey(files: Files): Promise<HostKey> {
  const fresh = `${files.hostKey}.new`;
  await Promise.all([rm(fresh, { force: true }), rm(`${fresh}.pub`, { force: true })]);
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "sealgrade-demo", "-f", fresh]);
  const key = parseHostKey(await readFile(`${fresh}.pub`, "utf8"));
  if (!key) throw new Error("ssh-keygen made a host key that cannot be read");
  await rename(fresh, files.hostKey);
  return key;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the SSH server has no port");
  return address.port;
}

/** One `sshd -i` per connection, handed the socket itself. */
function createSessions(sshd: string, config: string) {
  const running = new Map<ReturnType<typeof spawn>, Promise<unknown>>();
  let count = 0;
  let log = "";
  const serve = (socket: Socket) => {
    count += 1;
    const child = spawn(sshd, ["-i", "-e", "-f", config], { stdio: [socket, socket, "pipe"], env: {} });
    running.set(
      child,
      new Promise((resolve) => {
        child.once("error", resolve);
        child.once("close", resolve);
      }).finally(() => running.delete(child)),
    );
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-MAX_LOG_LENGTH);
    });
    socket.destroy(); // closes our copy of the descriptor; sshd has its own
  };
  const end = async () => {
    const ended = [...running.values()];
    for (const child of running.keys()) child.kill("SIGTERM");
    await Promise.all(ended);
  };
  return { serve, end, count: () => count, log: () => log };
}

/** The authorised keys, each with the one served path it may read. */
function createKeyList(files: Files, repositories: Readonly<Record<string, string>>) {
  const paths = new Map<string, string>();
  const scripts = new Map<string, string>();
  const write = async () => {
    const lines = [...paths].map(
      ([key, served]) => `restrict,command="/bin/sh '${scripts.get(served)}'" ${key}\n`,
    );
    const draft = `${files.authorizedKeys}.new`;
    await writeFile(draft, lines.join(""), { mode: 0o600 });
    await rename(draft, files.authorizedKeys);
  };
  return {
    add: async (publicKey: string, served: string) => {
      const repository = repositories[served];
      if (repository === undefined) throw new Error(`${served} is not served here`);
      if (!scripts.has(served)) {
        const script = path.join(files.folder, `serve-${scripts.size + 1}.sh`);
        await writeFile(script, readOnlyScript({ served, repository }), { mode: 0o600 });
        scripts.set(served, script);
      }
      paths.set(withoutComment(publicKey), served);
      await write();
    },
    remove: async (publicKey: string) => {
      paths.delete(withoutComment(publicKey));
      await write();
    },
  };
}

function withoutComment(publicKey: string): string {
  const match = /^(ssh-[a-z0-9-]+ [A-Za-z0-9+/=]+)( |$)/.exec(publicKey.trim());
  if (!match?.[1]) throw new Error("this is not the one-line text of a public key");
  return match[1];
}
