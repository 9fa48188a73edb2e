import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  type Stats,
  statSync,
} from "node:fs";
import path from "node:path";
import { syncFolder, writeNew } from "./durableFile.js";
import { KeysError } from "./errors.js";
import { KEY_BYTES } from "./primitives.js";
import { Secret } from "./secret.js";

const OWNER_READS = 0o400;
/** Where systemd puts `LoadCredential=` files: root's, mode 0440, opened to the service's user by an ACL. */
const SYSTEMD_CREDENTIALS = "/run/credentials/";
const SYSTEMD_MODE = 0o440;
/** 32 random bytes have fewer different values than this once in more than 10²⁰ keys. */
const DIFFERENT_BYTES_MIN = 12;

/** The key that examples and documentation show, so that nobody can run on it. */
export const EXAMPLE_ROOT_KEY = "sealgrade-example-root-key-32-by";

/**
 * Reads the root key: 32 random bytes in a plain file that its owner alone can read (mode 0400). Throws
 * `KeysError` (`root-key-missing`, `root-key-invalid`) naming the file and the command that mends it.
 */
export function readRootKey(file: string): Secret {
  const descriptor = openNoFollow(file);
  const bytes = Buffer.alloc(KEY_BYTES);
  try {
    const stat = fstatSync(descriptor);
    refuseFile(file, stat, process.geteuid?.() ?? -1);
    refuseFolder(path.dirname(file));
    if (stat.size !== KEY_BYTES || readSync(descriptor, bytes, 0, KEY_BYTES, 0) !== KEY_BYTES) {
      throw invalid(file, `holds ${stat.size} bytes instead of ${KEY_BYTES}`, makeOne(file));
    }
    refuseContent(file, bytes);
    return new Secret(bytes);
  } catch (error) {
    bytes.fill(0);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Makes a root key file (0400, its folder 0700 if missing), on the disk when this returns. It appears whole or
 * not at all, and never replaces a file: throws `KeysError` (`root-key-exists`).
 */
export function createRootKey(file: string): void {
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = path.join(folder, `.${path.basename(file)}.new-${randomBytes(8).toString("hex")}`);
  const key = randomBytes(KEY_BYTES);
  try {
    writeNew(temporary, key, OWNER_READS);
    // A link fails when the name is taken, where a rename would replace.
    linkSync(temporary, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    throw new KeysError("root-key-exists", `There is a root key in ${file} already. It was left as it is.`, {
      cause: error,
    });
  } finally {
    key.fill(0);
    rmSync(temporary, { force: true });
  }
  syncFolder(folder);
}

/** Throws unless the file's kind, owner and mode are a root key's for the process of user `euid`. */
export function refuseFile(
  file: string,
  stat: Pick<Stats, "mode" | "uid" | "gid" | "isFile">,
  euid: number,
): void {
  if (!stat.isFile()) throw invalid(file, "is not a plain file", makeOne(file));
  if (stat.uid !== euid && stat.uid !== 0) {
    throw invalid(file, "belongs to another user, who could replace it", `chown $(id -u) ${file}`);
  }
  const mode = stat.mode & 0o7777;
  if (mode === OWNER_READS) return;
  const bySystemd = stat.uid === 0 && stat.gid === 0 && path.resolve(file).startsWith(SYSTEMD_CREDENTIALS);
  if (bySystemd && mode === SYSTEMD_MODE) return;
  throw invalid(file, `has mode ${mode.toString(8).padStart(4, "0")} instead of 0400`, `chmod 0400 ${file}`);
}

function openNoFollow(file: string): number {
  try {
    // O_NONBLOCK: a pipe in the key's place must be refused, not waited for.
    return openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ELOOP") throw invalid(file, "is a symbolic link", "name the file itself");
    if (code === "ENOENT") {
      throw new KeysError(
        "root-key-missing",
        `There is no root key in ${file}. Restore it from its backup; only for a new installation make one: ${makeOne(file)}`,
        { cause: error },
      );
    }
    throw new KeysError(
      "root-key-invalid",
      `The root key ${file} cannot be read by this user. Run: chown $(id -u) ${file}`,
      {
        cause: error,
      },
    );
  }
}

function refuseFolder(folder: string): void {
  const { mode } = statSync(folder);
  const isSticky = (mode & 0o1000) !== 0;
  if ((mode & 0o022) !== 0 && !isSticky) {
    throw invalid(folder, "is the root key's folder and others can write to it", `chmod go-w ${folder}`);
  }
}

function refuseContent(file: string, bytes: Buffer): void {
  if (bytes.equals(Buffer.from(EXAMPLE_ROOT_KEY))) {
    throw invalid(file, "holds the key of the examples, which everybody knows", makeOne(file));
  }
  if (new Set(bytes).size < DIFFERENT_BYTES_MIN) {
    throw invalid(file, "is not random (hardly any two of its bytes differ)", makeOne(file));
  }
  if (bytes.every((byte) => byte >= 0x20 && byte < 0x7f)) {
    throw invalid(file, "holds text instead of 32 random bytes", makeOne(file));
  }
}

const makeOne = (file: string) => `(umask 0377; head -c ${KEY_BYTES} /dev/urandom > ${file})`;

function invalid(file: string, problem: string, remedy: string): KeysError {
  return new KeysError(
    "root-key-invalid",
    `The root key cannot be used: ${file} ${problem}. To mend it: ${remedy}`,
  );
}
