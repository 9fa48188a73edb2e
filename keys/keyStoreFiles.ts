import { lstatSync, mkdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { removeLeftovers, replaceFile } from "./durableFile.js";
import { KeysError } from "./errors.js";
import { type DataKeyId, isDataKeyId, type RandomBytes } from "./types.js";

const EPOCHS_NAME = "epochs.json";
const DATA_KEYS_NAME = "data-keys.json";
const FORMAT = "sealgrade-key-store/1";
/** A writer moves one file, then the other; a reader that falls between them finds both again at once. */
const SNAPSHOT_ATTEMPTS = 20;

const hex16 = z.string().regex(/^[0-9a-f]{32}$/);
const timeMs = z.int().min(0);
const dataKeyId = z.string().refine(isDataKeyId);

const epochsSchema = z.strictObject({
  format: z.literal(FORMAT),
  storeId: hex16,
  /** Oldest first; the last one wraps new data keys. `wraps` has one entry per valid root key. */
  epochs: z
    .array(
      z.strictObject({
        id: hex16,
        createdAtMs: timeMs,
        wraps: z.array(z.strictObject({ root: hex16, wrapped: z.base64() })).min(1),
      }),
    )
    .min(1),
});

const dataKeysSchema = z.strictObject({
  format: z.literal(FORMAT),
  storeId: hex16,
  dataKeys: z.array(
    z.strictObject({ id: dataKeyId, epoch: hex16, createdAtMs: timeMs, wrapped: z.base64() }),
  ),
  destroyed: z.array(z.strictObject({ id: dataKeyId, destroyedAtMs: timeMs })),
});

type EpochsFile = z.infer<typeof epochsSchema>;
type DataKeysFile = z.infer<typeof dataKeysSchema>;

/** One epoch key as stored: wrapped under every root key that is valid now. */
export type EpochEntry = Readonly<EpochsFile["epochs"][number]>;
/** One data key as stored: wrapped under its epoch's key. */
export type DataKeyEntry = Readonly<DataKeysFile["dataKeys"][number]>;

/** The content of both files at one moment: every data key's epoch is among `epochs`. */
export interface Snapshot {
  readonly storeId: string;
  /** Oldest first, never empty. */
  readonly epochs: readonly EpochEntry[];
  readonly dataKeys: ReadonlyMap<DataKeyId, DataKeyEntry>;
  /** When each erased data key was destroyed. */
  readonly destroyed: ReadonlyMap<DataKeyId, number>;
}

/** Reads and writes the two files of a key store folder. No cryptography here, only wrapped keys. */
export interface KeyStoreFiles {
  /** Throws `KeysError` (`key-store-missing`, `key-store-damaged`). */
  read(): Snapshot;
  writeEpochs(snapshot: Snapshot): void;
  writeDataKeys(snapshot: Snapshot): void;
  /** Changes whenever the data keys do; cheap enough for every look-up. */
  dataKeysStamp(): string;
  /** Whether a store was ever completed here. */
  exist(): boolean;
  removeLeftovers(): void;
}

/** Opens the folder's files; `folder` was checked by `checkFolder`. */
export function keyStoreFiles(folder: string, random: RandomBytes): KeyStoreFiles {
  const write = (name: string, content: EpochsFile | DataKeysFile) => {
    replaceFile({ folder, name, bytes: Buffer.from(`${JSON.stringify(content, null, 1)}\n`), random });
  };
  return {
    read: () => readSnapshot(folder),
    writeEpochs: ({ storeId, epochs }) =>
      write(EPOCHS_NAME, { format: FORMAT, storeId, epochs: [...epochs] }),
    writeDataKeys: ({ storeId, dataKeys, destroyed }) =>
      write(DATA_KEYS_NAME, {
        format: FORMAT,
        storeId,
        dataKeys: [...dataKeys.values()],
        destroyed: [...destroyed].map(([id, destroyedAtMs]) => ({ id, destroyedAtMs })),
      }),
    dataKeysStamp: () => stampOf(path.join(folder, DATA_KEYS_NAME)),
    exist: () => storeExists(folder),
    removeLeftovers() {
      removeLeftovers(folder, EPOCHS_NAME);
      removeLeftovers(folder, DATA_KEYS_NAME);
    },
  };
}

/**
 * Whether `folder` holds a key store. A caller that finds rows needing keys must ask before it opens a writer,
 * which would begin a new, empty store.
 */
export function keyStoreExists(folder: string): boolean {
  return storeExists(folder);
}

/** Makes the folder (0700) if `create`, then refuses one that anybody but its owner, this process, can enter. */
export function checkFolder(folder: string, create: boolean): void {
  if (create) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) throw missing(folder);
  if (!stat.isDirectory()) {
    throw new KeysError(
      "key-store-folder",
      `The key store ${folder} is not a folder; name the folder itself, not a link to it.`,
    );
  }
  if (stat.uid !== process.geteuid?.()) {
    throw new KeysError(
      "key-store-folder",
      `The key store folder ${folder} belongs to another user. Run: chown -R $(id -u) ${folder}`,
    );
  }
  if ((stat.mode & 0o077) !== 0) {
    throw new KeysError(
      "key-store-folder",
      `Others can enter the key store folder ${folder}. Run: chmod 700 ${folder}`,
    );
  }
}

/** A new store writes its (empty) data keys first, so a crash in between leaves nothing that could be lost. */
function storeExists(folder: string): boolean {
  const there = (name: string) => lstatSync(path.join(folder, name), { throwIfNoEntry: false }) !== undefined;
  if (there(EPOCHS_NAME)) return true;
  if (!there(DATA_KEYS_NAME)) return false;
  const content = parseFile(folder, DATA_KEYS_NAME, dataKeysSchema);
  return !content.ok || content.value.dataKeys.length + content.value.destroyed.length > 0;
}

function readSnapshot(folder: string): Snapshot {
  let problem: unknown = null;
  for (let attempt = 0; attempt < SNAPSHOT_ATTEMPTS; attempt++) {
    // Data keys first: an epoch is written before the first key under it, and removed after the last one.
    const dataKeys = parseFile(folder, DATA_KEYS_NAME, dataKeysSchema);
    const epochs = parseFile(folder, EPOCHS_NAME, epochsSchema);
    if (dataKeys.ok && epochs.ok && belongTogether(epochs.value, dataKeys.value)) {
      return toSnapshot(epochs.value, dataKeys.value);
    }
    problem = dataKeys.ok
      ? epochs.ok
        ? "the two files do not belong together"
        : epochs.error
      : dataKeys.error;
  }
  if (!storeExists(folder)) throw missing(folder);
  throw new KeysError(
    "key-store-damaged",
    `The key store in ${folder} is damaged: ${EPOCHS_NAME} and ${DATA_KEYS_NAME} must both be there, whole and from one backup. Restore the folder from its newest backup.`,
    { cause: problem },
  );
}

type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

function parseFile<T>(folder: string, name: string, schema: z.ZodType<T>): Parsed<T> {
  try {
    return { ok: true, value: schema.parse(JSON.parse(readFileSync(path.join(folder, name), "utf8"))) };
  } catch (error) {
    return { ok: false, error };
  }
}

function belongTogether(epochs: EpochsFile, { storeId, dataKeys }: DataKeysFile): boolean {
  const known = new Set(epochs.epochs.map(({ id }) => id));
  return epochs.storeId === storeId && dataKeys.every(({ epoch }) => known.has(epoch));
}

function toSnapshot({ storeId, epochs }: EpochsFile, { dataKeys, destroyed }: DataKeysFile): Snapshot {
  return {
    storeId,
    epochs,
    dataKeys: new Map(dataKeys.map((entry) => [entry.id, entry])),
    destroyed: new Map(destroyed.map(({ id, destroyedAtMs }) => [id, destroyedAtMs])),
  };
}

function stampOf(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? "missing" : `${stat.ino} ${stat.mtimeNs} ${stat.ctimeNs} ${stat.size}`;
}

function missing(folder: string): KeysError {
  return new KeysError(
    "key-store-missing",
    `There is no key store in ${folder}. Start the service once to make it, restore it from its backup, or correct the path.`,
  );
}
