import { randomBytes } from "node:crypto";
import { type KeyStore, openKeyStore } from "../../../keys/keyStore.js";
import { Secret } from "../../../keys/secret.js";

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
}

/** A writer on a folder; root key and clock are made up unless given. */
export function openWriter({
  folder,
  rootKey = rootKeyFactory()(),
  clock = new FakeClock(),
}: StoreOptions): KeyStore {
  return openKeyStore({ folder, rootKey, clock, mode: "writer" });
}
