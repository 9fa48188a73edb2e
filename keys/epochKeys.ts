import { KeysError } from "./errors.js";
import type { EpochEntry } from "./keyStoreFiles.js";
import { type RootHandle, rootHandle, sameRoot, unwrapKey, wrapKey } from "./keyWrap.js";
import { KEY_BYTES } from "./primitives.js";
import { Secret } from "./secret.js";
import type { RandomBytes } from "./types.js";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long an epoch key outlives its use: as long as backups of the key store are kept (promise P26). */
const EPOCH_LIFE_MS = 7 * DAY_MS;

interface EpochKeysOptions {
  readonly storeId: string;
  /** For messages only. */
  readonly folder: string;
  readonly random: RandomBytes;
  readonly rootKey: Secret;
  readonly reloadRootKey?: (() => Secret) | undefined;
}

/** Opens and makes epoch keys under the root key; keeps opened ones in memory until told to forget them. */
export class EpochKeys {
  readonly #options: EpochKeysOptions;
  readonly #opened = new Map<string, Secret>();
  /** Usually one; two in the middle of a rotation, the newest last. */
  readonly #roots: RootHandle[];

  constructor(options: EpochKeysOptions) {
    this.#options = options;
    this.#roots = [rootHandle(options.rootKey, options.storeId)];
  }

  /** A new epoch key, wrapped under every root key in hand. */
  create(createdAtMs: number): EpochEntry {
    const { random } = this.#options;
    const id = random(16).toString("hex");
    const key = new Secret(random(KEY_BYTES));
    this.#opened.set(id, key);
    return this.#wrap({ id, createdAtMs }, key);
  }

  /** The epoch that wraps new data keys. */
  newest(epochs: readonly EpochEntry[]): EpochEntry {
    const entry = epochs.at(-1);
    if (entry === undefined) throw this.damaged("the list of epochs");
    return entry;
  }

  /** The epochs to keep: the newest, those in use, and those younger than seven days; sorted as given. */
  keep(
    epochs: readonly EpochEntry[],
    { used, nowMs }: { used: ReadonlySet<string>; nowMs: number },
  ): EpochEntry[] {
    const newest = this.newest(epochs);
    return epochs.filter((entry) => {
      if (entry === newest || used.has(entry.id)) return true;
      const ageMs = nowMs - entry.createdAtMs;
      // One from tomorrow is of unknown age (the clock was wrong): with no key under it, it goes as well.
      return ageMs < EPOCH_LIFE_MS && ageMs > -DAY_MS;
    });
  }

  /** Opens `entry`'s key. Throws `KeysError` (`root-key-wrong`, `key-store-damaged`). */
  open(entry: EpochEntry): Secret {
    const opened = this.#opened.get(entry.id);
    if (opened !== undefined) return opened;
    const { root, wrapped } = this.#rootOf(entry);
    const key = unwrapKey({ wrapping: root.wrapping, wrapped, context: epochContext(entry) });
    if (key === null) throw this.damaged(`epoch key ${entry.id}`);
    this.#opened.set(entry.id, key);
    return key;
  }

  /** Opens the key of the epoch named `id`. */
  openById(id: string, epochs: readonly EpochEntry[]): Secret {
    const entry = epochs.find((epoch) => epoch.id === id);
    if (entry === undefined) throw this.damaged(`the epoch ${id}`);
    return this.open(entry);
  }

  /** Throws `KeysError` (`root-key-wrong`) unless the root key in hand opens every epoch. */
  checkRoot(epochs: readonly EpochEntry[]): void {
    for (const entry of epochs) this.#rootOf(entry);
    this.open(this.newest(epochs));
  }

  /** The epochs wrapped under the current and the new root key. */
  addRoot(newRoot: Secret, epochs: readonly EpochEntry[]): EpochEntry[] {
    const added = rootHandle(newRoot, this.#options.storeId);
    const current = this.#roots.at(0);
    if (current === undefined || sameRoot(current.check, added.check)) {
      throw new KeysError(
        "root-key-invalid",
        "The new root key is the one in use; make a new one to rotate to.",
      );
    }
    // Opened before the roots change: every epoch must be at hand to be wrapped anew.
    for (const entry of epochs) this.open(entry);
    // What an earlier rotation that failed left behind.
    for (const { wrapping } of this.#roots.splice(1)) wrapping.destroy();
    this.#roots.push(added);
    return epochs.map((entry) => this.#wrap(entry, this.open(entry)));
  }

  /** The epochs wrapped under the newest root key in hand alone; the others are forgotten. */
  settleOnNewestRoot(epochs: readonly EpochEntry[]): EpochEntry[] {
    for (const entry of epochs) this.open(entry);
    for (const { wrapping } of this.#roots.splice(0, this.#roots.length - 1)) wrapping.destroy();
    return epochs.map((entry) => this.#wrap(entry, this.open(entry)));
  }

  /** Wipes opened keys of epochs that are gone. */
  forgetAllBut(epochs: readonly EpochEntry[]): void {
    const kept = new Set(epochs.map(({ id }) => id));
    for (const [id, key] of this.#opened) {
      if (kept.has(id)) continue;
      key.destroy();
      this.#opened.delete(id);
    }
  }

  /** Wipes everything. */
  destroy(): void {
    this.forgetAllBut([]);
    for (const { wrapping } of this.#roots) wrapping.destroy();
  }

  /** The root key is right and `what` still does not open: bytes were changed or lost. */
  damaged(what: string): KeysError {
    return new KeysError(
      "key-store-damaged",
      `The key store in ${this.#options.folder} is damaged: ${what} does not open. Restore the folder from its newest backup.`,
    );
  }

  #wrap({ id, createdAtMs }: { id: string; createdAtMs: number }, key: Secret): EpochEntry {
    const context = epochContext({ id, createdAtMs });
    const { random } = this.#options;
    const wraps = this.#roots.map(({ check, wrapping }) => ({
      root: check,
      wrapped: wrapKey({ wrapping, key, context, random }),
    }));
    return { id, createdAtMs, wraps };
  }

  #rootOf(entry: EpochEntry): { root: RootHandle; wrapped: string } {
    const found = this.#findRoot(entry) ?? this.#findReloadedRoot(entry);
    if (found === null) throw wrongRoot(this.#options.folder);
    return found;
  }

  #findRoot(entry: EpochEntry): { root: RootHandle; wrapped: string } | null {
    for (const { root: check, wrapped } of entry.wraps) {
      const root = this.#roots.find((candidate) => sameRoot(candidate.check, check));
      if (root !== undefined) return { root, wrapped };
    }
    return null;
  }

  /** A rotation elsewhere put another root key in place since this process read its own. */
  #findReloadedRoot(entry: EpochEntry): { root: RootHandle; wrapped: string } | null {
    const rootKey = this.#options.reloadRootKey?.();
    if (rootKey === undefined) return null;
    for (const { wrapping } of this.#roots.splice(0)) wrapping.destroy();
    this.#roots.push(rootHandle(rootKey, this.#options.storeId));
    rootKey.destroy();
    return this.#findRoot(entry);
  }
}

const epochContext = ({ id, createdAtMs }: { id: string; createdAtMs: number }) => [
  "sealgrade/v1/epoch",
  id,
  String(createdAtMs),
];

function wrongRoot(folder: string): KeysError {
  return new KeysError(
    "root-key-wrong",
    `This root key does not open the key store in ${folder}, which was made with another one. Put the root key that belongs to this store in place; nothing was changed.`,
  );
}
