import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type KeyStore, openKeyStore } from "../../../keys/keyStore.js";
import { Secret } from "../../../keys/secret.js";
import type { DataKeyId } from "../../../keys/types.js";

export const DAY_MS = 24 * 60 * 60 * 1000;
/** 2026-01-01T00:00:00Z */
export const START_MS = 1_767_225_600_000;

/** A clock that stands still until it is set. */
export class FakeClock {
  nowMs = START_MS;

  now(): number {
    return this.nowMs;
  }

  addDays(days: number): void {
    this.nowMs += days * DAY_MS;
  }
}

/** A root key like any other, as a `Secret` that can be made again and again from the same bytes. */
export function rootKeyFactory(): () => Secret {
  const bytes = randomBytes(32);
  return () => new Secret(Buffer.from(bytes));
}

interface StoreOptions {
  readonly folder: string;
  readonly rootKey?: Secret;
  readonly clock?: { now(): number };
  readonly random?: (size: number) => Buffer;
  readonly reloadRootKey?: () => Secret;
}

/** A writer on a folder; root key and clock are made up unless given. */
export function openWriter({
  rootKey = rootKeyFactory()(),
  clock = new FakeClock(),
  ...rest
}: StoreOptions): KeyStore {
  return openKeyStore({ rootKey, clock, mode: "writer", ...rest });
}

/** A reader on a folder. */
export function openReader({
  clock = new FakeClock(),
  ...rest
}: StoreOptions & { rootKey: Secret }): KeyStore {
  return openKeyStore({ clock, mode: "reader", ...rest });
}

/** The bytes of a data key, to compare. */
export function keyHex(keyStore: KeyStore, id: DataKeyId): string {
  return keyStore.dataKey(id).use((bytes) => bytes.toString("hex"));
}

/** What both files of a store hold, for putting an older state back. */
export function readFiles(folder: string): Record<StoreFile, string> {
  const read = (name: StoreFile) => readFileSync(path.join(folder, name), "utf8");
  return { "epochs.json": read("epochs.json"), "data-keys.json": read("data-keys.json") };
}

/** The two files of a store. */
export type StoreFile = "epochs.json" | "data-keys.json";
