import { randomBytes } from "node:crypto";
import { EpochKeys } from "./epochKeys.js";
import { KeyDestroyed, KeysError, KeyUnknown } from "./errors.js";
import {
  checkFolder,
  type DataKeyEntry,
  type KeyStoreFiles,
  keyStoreFiles,
  type Snapshot,
} from "./keyStoreFiles.js";
import { unwrapKey, wrapKey } from "./keyWrap.js";
import { KEY_BYTES } from "./primitives.js";
import { Secret } from "./secret.js";
import {
  type Clock,
  type DataKeyId,
  type KeyStore,
  type KeyStoreOptions,
  type MaintenanceReport,
  parseDataKeyId,
  type RandomBytes,
} from "./types.js";
import { lockForWriting, type WriterLock } from "./writerLock.js";

export { keyStoreExists } from "./keyStoreFiles.js";
export type { KeyStore } from "./types.js";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How old an orphan must be: far longer than any transaction between making a key and committing its row. */
const ORPHAN_AGE_MS = DAY_MS;

/** Opens, or as writer begins, the key store in a folder. Throws `KeysError` saying what is wrong with it. */
export function openKeyStore(options: KeyStoreOptions): KeyStore {
  const { folder, mode, random = randomBytes } = options;
  checkFolder(folder, mode === "writer");
  const lock = mode === "writer" ? lockForWriting(folder) : null;
  try {
    return new FolderKeyStore(keyStoreFiles(folder, random), lock, { ...options, random });
  } catch (error) {
    lock?.release();
    throw error;
  }
}

class FolderKeyStore implements KeyStore {
  readonly #files: KeyStoreFiles;
  readonly #lock: WriterLock | null;
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  readonly #epochKeys: EpochKeys;
  readonly #opened = new Map<DataKeyId, Secret>();
  #snapshot: Snapshot;
  #stamp: string;
  #closed = false;

  constructor(
    files: KeyStoreFiles,
    lock: WriterLock | null,
    { folder, clock, random, rootKey, reloadRootKey }: KeyStoreOptions & { readonly random: RandomBytes },
  ) {
    this.#files = files;
    this.#lock = lock;
    this.#clock = clock;
    this.#random = random;
    const isNew = lock !== null && !files.exist();
    this.#stamp = files.dataKeysStamp();
    const found = isNew ? null : files.read();
    const storeId = found?.storeId ?? random(16).toString("hex");
    this.#epochKeys = new EpochKeys({ storeId, folder, random, rootKey, reloadRootKey });
    this.#snapshot = found ?? this.#begin(storeId);
    if (found === null) return;
    this.#epochKeys.checkRoot(found.epochs);
    if (lock === null) return;
    files.removeLeftovers();
    this.#settleRoot();
  }

  createDataKey(): DataKeyId {
    this.#assertWriter();
    const id = parseDataKeyId(this.#random(16).toString("hex"));
    const key = new Secret(this.#random(KEY_BYTES));
    const entry = this.#wrap(id, key, this.#clock.now());
    this.#saveDataKeys({ dataKeys: new Map(this.#snapshot.dataKeys).set(id, entry) });
    this.#opened.set(id, key);
    return id;
  }

  dataKey(id: DataKeyId): Secret {
    this.#assertOpen();
    this.#refresh();
    const opened = this.#opened.get(id);
    if (opened !== undefined) return opened;
    if (this.#snapshot.destroyed.has(id)) throw new KeyDestroyed();
    const entry = this.#snapshot.dataKeys.get(id);
    if (entry === undefined) throw new KeyUnknown(id);
    const key = this.#unwrap(entry);
    this.#opened.set(id, key);
    return key;
  }

  destroyDataKey(id: DataKeyId): void {
    this.#assertWriter();
    if (this.#snapshot.destroyed.has(id)) return;
    if (!this.#snapshot.dataKeys.has(id)) throw new KeyUnknown(id);
    this.#destroyAll([id]);
  }

  maintain(): MaintenanceReport {
    this.#assertWriter();
    const nowMs = this.#clock.now();
    // The order is the safety: a new epoch, then every key under it, and only then the old ones go.
    const epochStarted = this.#startEpochIfDue(nowMs);
    const rewrapped = this.#rewrapUnderNewest();
    const epochsDestroyed = this.#destroyOldEpochs(nowMs);
    const { epochs, dataKeys } = this.#snapshot;
    return { epochStarted, rewrapped, epochsDestroyed, epochs: epochs.length, dataKeys: dataKeys.size };
  }

  sweepOrphans(inUse: (id: DataKeyId) => boolean): DataKeyId[] {
    this.#assertWriter();
    const nowMs = this.#clock.now();
    const orphans = [...this.#snapshot.dataKeys.values()]
      .filter(({ id, createdAtMs }) => nowMs - createdAtMs >= ORPHAN_AGE_MS && !inUse(id))
      .map(({ id }) => id);
    if (orphans.length > 0) this.#destroyAll(orphans);
    return orphans;
  }

  rotateRoot(newRoot: Secret, install: () => void = () => {}): void {
    this.#assertWriter();
    this.#saveEpochs(this.#epochKeys.addRoot(newRoot, this.#snapshot.epochs));
    install();
    this.#saveEpochs(this.#epochKeys.settleOnNewestRoot(this.#snapshot.epochs));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const key of this.#opened.values()) key.destroy();
    this.#opened.clear();
    this.#epochKeys.destroy();
    this.#lock?.release();
  }

  /** The root key in hand is the one that is installed: a rotation that was cut short ends with it. */
  #settleRoot(): void {
    const { epochs } = this.#snapshot;
    if (epochs.every(({ wraps }) => wraps.length === 1)) return;
    this.#saveEpochs(this.#epochKeys.settleOnNewestRoot(epochs));
  }

  #begin(storeId: string): Snapshot {
    const epochs = [this.#epochKeys.create(this.#clock.now())];
    const snapshot: Snapshot = { storeId, epochs, dataKeys: new Map(), destroyed: new Map() };
    this.#files.writeDataKeys(snapshot);
    this.#files.writeEpochs(snapshot);
    return snapshot;
  }

  #startEpochIfDue(nowMs: number): boolean {
    const { epochs } = this.#snapshot;
    // A newest epoch from tomorrow means the clock was wrong when it began; it must not stop the next ones.
    if (Math.abs(nowMs - this.#epochKeys.newest(epochs).createdAtMs) < DAY_MS) return false;
    this.#saveEpochs([...epochs, this.#epochKeys.create(nowMs)]);
    return true;
  }

  #rewrapUnderNewest(): number {
    const { epochs, dataKeys } = this.#snapshot;
    const newest = this.#epochKeys.newest(epochs).id;
    const due = [...dataKeys.values()].filter(({ epoch }) => epoch !== newest);
    if (due.length === 0) return 0;
    const next = new Map(dataKeys);
    for (const entry of due) next.set(entry.id, this.#rewrap(entry));
    this.#saveDataKeys({ dataKeys: next });
    return due.length;
  }

  #destroyOldEpochs(nowMs: number): number {
    const { epochs, dataKeys } = this.#snapshot;
    const used = new Set([...dataKeys.values()].map(({ epoch }) => epoch));
    const kept = this.#epochKeys.keep(epochs, { used, nowMs });
    if (kept.length === epochs.length) return 0;
    this.#saveEpochs(kept);
    this.#epochKeys.forgetAllBut(kept);
    return epochs.length - kept.length;
  }

  #destroyAll(ids: readonly DataKeyId[]): void {
    const dataKeys = new Map(this.#snapshot.dataKeys);
    const destroyed = new Map(this.#snapshot.destroyed);
    for (const id of ids) {
      dataKeys.delete(id);
      destroyed.set(id, this.#clock.now());
    }
    this.#saveDataKeys({ dataKeys, destroyed });
    this.#forgetDestroyed();
  }

  #wrap(id: DataKeyId, key: Secret, createdAtMs: number): DataKeyEntry {
    const epoch = this.#epochKeys.newest(this.#snapshot.epochs);
    const wrapping = this.#epochKeys.open(epoch);
    const context = dataKeyContext(id, epoch.id, createdAtMs);
    return {
      id,
      epoch: epoch.id,
      createdAtMs,
      wrapped: wrapKey({ wrapping, key, context, random: this.#random }),
    };
  }

  #unwrap({ id, epoch, createdAtMs, wrapped }: DataKeyEntry): Secret {
    const wrapping = this.#epochKeys.openById(epoch, this.#snapshot.epochs);
    const key = unwrapKey({ wrapping, wrapped, context: dataKeyContext(id, epoch, createdAtMs) });
    if (key === null) throw this.#epochKeys.damaged(`data key ${id}`);
    return key;
  }

  #rewrap(entry: DataKeyEntry): DataKeyEntry {
    const key = this.#unwrap(entry);
    try {
      return this.#wrap(entry.id, key, entry.createdAtMs);
    } finally {
      key.destroy();
    }
  }

  #saveEpochs(epochs: Snapshot["epochs"]): void {
    const next = { ...this.#snapshot, epochs };
    this.#files.writeEpochs(next);
    this.#snapshot = next;
  }

  #saveDataKeys(change: Partial<Pick<Snapshot, "dataKeys" | "destroyed">>): void {
    const next = { ...this.#snapshot, ...change };
    this.#files.writeDataKeys(next);
    this.#snapshot = next;
  }

  /** What the writer changed since; one stat call when nothing did. */
  #refresh(): void {
    if (this.#lock !== null) return;
    const stamp = this.#files.dataKeysStamp();
    if (stamp === this.#stamp) return;
    this.#snapshot = this.#files.read();
    this.#stamp = stamp;
    this.#forgetDestroyed();
    this.#epochKeys.forgetAllBut(this.#snapshot.epochs);
  }

  /** Wipes opened keys that are gone, also for whoever still holds their `Secret`. */
  #forgetDestroyed(): void {
    for (const [id, key] of this.#opened) {
      if (this.#snapshot.dataKeys.has(id)) continue;
      key.destroy();
      this.#opened.delete(id);
    }
  }

  #assertOpen(): void {
    if (this.#closed)
      throw new KeysError("key-store-mode", "This key store was closed; open it again to use it.");
  }

  #assertWriter(): void {
    this.#assertOpen();
    if (this.#lock === null) {
      throw new KeysError(
        "key-store-mode",
        "This process reads the key store only; change it from the process that writes it.",
      );
    }
  }
}

const dataKeyContext = (id: DataKeyId, epoch: string, createdAtMs: number) => [
  "sealgrade/v1/data-key",
  id,
  epoch,
  String(createdAtMs),
];
