/** What went wrong in `keys/`, for callers that decide by it; the message is for people. */
export type KeysErrorCode =
  | "agent-socket"
  | "deploy-key-invalid"
  | "key-destroyed"
  | "key-store-damaged"
  | "key-store-folder"
  | "key-store-locked"
  | "key-store-missing"
  | "key-store-mode"
  | "key-unknown"
  | "public-key-invalid"
  | "root-key-exists"
  | "root-key-invalid"
  | "root-key-missing"
  | "root-key-wrong"
  | "seal-broken"
  | "seal-context"
  | "secret-async"
  | "secret-destroyed";

/** Every error of `keys/`. The message says what happened and what to do next and never holds key material. */
export class KeysError extends Error {
  readonly code: KeysErrorCode;

  constructor(code: KeysErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The data key was destroyed on purpose: what it sealed is gone for good. */
export class KeyDestroyed extends KeysError {
  constructor() {
    super("key-destroyed", "The key of this data was destroyed by an erasure; nothing can open it again.");
  }
}

/** The key store has never held this data key, or an older copy of the store was put back. */
export class KeyUnknown extends KeysError {
  constructor(id: string) {
    super(
      "key-unknown",
      `The key store does not hold data key ${id}. If an older copy of the key store was restored, restore the newest one.`,
    );
  }
}

/**
 * A sealed value does not open. One message for a changed byte, a foreign row, a wrong key and a cut value, and
 * no cause: whoever can submit values must not learn which of them it was.
 */
export class SealBroken extends KeysError {
  constructor() {
    super(
      "seal-broken",
      "This sealed value does not open: it was changed or belongs elsewhere. Restore it from a backup.",
    );
  }
}
