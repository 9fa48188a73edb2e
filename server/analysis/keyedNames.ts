import type { DataKeyId } from "../../keys/types.js";
import type { Vault } from "../../keys/vault.js";

/**
 * The keyed hash of each text, computed once: an analysis asks for the same one when it looks, when it stores
 * and when it points there, and each time two keys would be derived. Only the hashes stay in memory.
 */
export function createKeyedNames(o: {
  vault: Vault;
  lookupKeyId: DataKeyId;
  purpose: string;
}): (text: string) => Buffer {
  const known = new Map<string, Buffer>();
  return (text) => {
    const found = known.get(text) ?? o.vault.keyedHash(o.lookupKeyId, o.purpose, Buffer.from(text));
    known.set(text, found);
    return found;
  };
}
