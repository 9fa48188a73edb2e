import { inspect } from "node:util";
import { markAsUncloneable } from "node:worker_threads";
import { KeysError } from "./errors.js";

const SHOWN = "[secret]";

/**
 * Bytes that must not leak. They sit in a `#private` field, print as `[secret]` wherever a value is turned into
 * text, cannot be cloned or posted to another thread, and leave only through `use`.
 */
export class Secret {
  #bytes: Buffer | null;

  /** Takes `bytes` over: the caller must not keep, change or reuse them; `destroy` wipes them in place. */
  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // Without this a structured clone would quietly become an empty object that fails far from the cause.
    markAsUncloneable(this);
  }

  /**
   * Runs `fn` on a copy that is wiped when `fn` returns or throws. `fn` must finish with the bytes before it
   * returns: a promise is refused, and anything that reads later (a stream, a timer) would see zeros. Throws
   * `KeysError` (`secret-destroyed`) after `destroy`.
   */
  use<T>(fn: (bytes: Buffer) => T): T {
    if (this.#bytes === null) {
      throw new KeysError(
        "secret-destroyed",
        "This secret was destroyed and cannot be used again; load it anew.",
      );
    }
    const copy = Buffer.from(this.#bytes);
    try {
      return refusePromise(fn(copy));
    } finally {
      copy.fill(0);
    }
  }

  /** Wipes the bytes; every later `use` throws. Safe to call twice. */
  destroy(): void {
    this.#bytes?.fill(0);
    this.#bytes = null;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}

function refusePromise<T>(result: T): T {
  if (
    typeof result === "object" &&
    result !== null &&
    "then" in result &&
    typeof result.then === "function"
  ) {
    throw new KeysError(
      "secret-async",
      "A secret's bytes are wiped when use() returns, so its function cannot be asynchronous.",
    );
  }
  return result;
}
