import { createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { expect } from "chai";
import fc from "fast-check";
import { KeyDestroyed, SealBroken } from "../../keys/errors.js";
import type { KeyStore } from "../../keys/keyStore.js";
import { Secret } from "../../keys/secret.js";
import type { RecordContext } from "../../keys/types.js";
import { createVault, SEAL_OVERHEAD_BYTES, type Vault } from "../../keys/vault.js";
import { openWriter } from "./support/store.js";
import { inTemporaryFolder } from "./support/temporaryFolder.js";

const context: RecordContext = {
  table: "deploy_keys",
  column: "privateKeySealed",
  rowId: "row-1",
  tenantId: "org-1",
};

function withVault(fn: (vault: Vault, keyStore: KeyStore) => void): void {
  inTemporaryFolder((folder) => {
    const keyStore = openWriter({ folder });
    try {
      fn(createVault({ keyStore }), keyStore);
    } finally {
      keyStore.close();
    }
  });
}

/** The error `open` throws; fails when it throws none. */
function refusal(vault: Vault, place: RecordContext, sealed: Uint8Array): Error {
  try {
    vault.open(place, sealed);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return expect.fail("the record opened");
}

function expectBroken(vault: Vault, place: RecordContext, sealed: Uint8Array): void {
  const error = refusal(vault, place, sealed);
  expect(error).to.be.instanceOf(SealBroken);
  expect(error.message).to.equal(new SealBroken().message);
  expect(error.cause).to.equal(undefined);
}

describe("createVault", () => {
  it("opens what it sealed, for every plaintext and context", () => {
    const field = fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" });
    withVault((vault, keyStore) => {
      const id = keyStore.createDataKey();
      fc.assert(
        fc.property(
          fc.uint8Array({ maxLength: 5000 }),
          field,
          field,
          field,
          field,
          (bytes, table, column, rowId, tenantId) => {
            const place = { table, column, rowId, tenantId };
            const sealed = vault.seal(id, place, bytes);
            expect(sealed.length).to.equal(bytes.length + SEAL_OVERHEAD_BYTES);
            expect(vault.open(place, sealed).equals(bytes)).to.equal(true);
          },
        ),
        { numRuns: 60 },
      );
    });
  });

  it("P13 seals by AES-256-GCM bound to table, column, row and tenant, in the documented format", () => {
    withVault((vault, keyStore) => {
      const id = keyStore.createDataKey();
      const sealed = vault.seal(id, context, Buffer.from("a deploy key"));
      // Rebuilt by hand from SECURITY.md: "SG" 01 01 | id 16 | salt 16 | iv 12 | ciphertext | tag 16.
      expect(sealed.subarray(0, 20).toString("hex")).to.equal(`53470101${id}`);
      const recordKey = keyStore
        .dataKey(id)
        .use((key) =>
          Buffer.from(hkdfSync("sha256", key, sealed.subarray(20, 36), "sealgrade/v1/record", 32)),
        );
      const aad = Buffer.concat([
        sealed.subarray(0, 48),
        Buffer.from(
          "\0\0\0\x0bdeploy_keys\0\0\0\x10privateKeySealed\0\0\0\x05row-1\0\0\0\x05org-1",
          "latin1",
        ),
      ]);
      const decipher = createDecipheriv("aes-256-gcm", recordKey, sealed.subarray(36, 48), {
        authTagLength: 16,
      });
      decipher.setAAD(aad).setAuthTag(sealed.subarray(-16));
      const plaintext = Buffer.concat([decipher.update(sealed.subarray(48, -16)), decipher.final()]);
      expect(plaintext.toString()).to.equal("a deploy key");
    });
  });

  it("P13 opens a value in no other table, column, row or tenant", () => {
    withVault((vault, keyStore) => {
      const sealed = vault.seal(keyStore.createDataKey(), context, Buffer.from("value"));
      for (const field of ["table", "column", "rowId", "tenantId"] as const) {
        for (const other of [
          `${context[field]}x`,
          context[field].slice(1),
          context[field].toUpperCase(),
          "\0",
        ]) {
          expectBroken(vault, { ...context, [field]: other }, sealed);
        }
      }
      expectBroken(vault, { ...context, rowId: context.tenantId, tenantId: context.rowId }, sealed);
      // The same characters cut elsewhere: what plain concatenation would let through.
      expectBroken(vault, { ...context, table: "deploy_keysp", column: "rivateKeySealed" }, sealed);
    });
  });

  it("refuses every single flipped bit with one and the same error", () => {
    withVault((vault, keyStore) => {
      const sealed = vault.seal(keyStore.createDataKey(), context, Buffer.from("sixteen bytes ok"));
      for (let bit = 0; bit < sealed.length * 8; bit++) {
        const changed = Buffer.from(sealed);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expectBroken(vault, context, changed);
      }
    });
  });

  it("refuses every truncation, also to a shorter tag, and every extension", () => {
    withVault((vault, keyStore) => {
      const sealed = vault.seal(keyStore.createDataKey(), context, Buffer.from("some plaintext"));
      for (let length = 0; length < sealed.length; length++) {
        expectBroken(vault, context, sealed.subarray(0, length));
        expectBroken(vault, context, sealed.subarray(sealed.length - length));
      }
      expectBroken(vault, context, Buffer.concat([sealed, Buffer.alloc(1)]));
    });
  });

  it("refuses a value under another data key, also one that says it is under the right one", () => {
    withVault((vault, keyStore) => {
      const [own, other] = [keyStore.createDataKey(), keyStore.createDataKey()];
      const sealed = vault.seal(own, context, Buffer.from("value"));
      expectBroken(
        vault,
        context,
        Buffer.concat([sealed.subarray(0, 4), Buffer.from(other, "hex"), sealed.subarray(20)]),
      );
    });
  });

  it("refuses a value whose halves come from two records", () => {
    withVault((vault, keyStore) => {
      const id = keyStore.createDataKey();
      const [a, b] = [
        vault.seal(id, context, Buffer.from("one")),
        vault.seal(id, context, Buffer.from("two")),
      ];
      for (const cut of [28, 36, 48, 51])
        expectBroken(vault, context, Buffer.concat([a.subarray(0, cut), b.subarray(cut)]));
    });
  });

  it("seals the same value differently every time", () => {
    withVault((vault, keyStore) => {
      const id = keyStore.createDataKey();
      const records = Array.from({ length: 200 }, () =>
        vault.seal(id, context, Buffer.from("same")).toString("hex"),
      );
      expect(new Set(records).size).to.equal(200);
      expect(new Set(records.map((hex) => hex.slice(40, 96))).size, "salt and iv").to.equal(200);
    });
  });

  it("says that the key was destroyed when it was, and nothing opens any more", () => {
    withVault((vault, keyStore) => {
      const id = keyStore.createDataKey();
      const sealed = vault.seal(id, context, Buffer.from("value"));
      keyStore.destroyDataKey(id);
      expect(refusal(vault, context, sealed)).to.be.instanceOf(KeyDestroyed);
      expect(() => vault.seal(id, context, Buffer.from("value"))).to.throw(KeyDestroyed);
      expect(() => vault.keyedHash(id, "facts", Buffer.from("value"))).to.throw(KeyDestroyed);
    });
  });

  it("refuses contexts with an empty or malformed field", () => {
    withVault((vault, keyStore) => {
      const id = keyStore.createDataKey();
      for (const rowId of ["", "\ud800"]) {
        expect(() => vault.seal(id, { ...context, rowId }, Buffer.from("x"))).to.throw(/needs a table/);
      }
    });
  });

  it("P16 shows no plaintext in its errors", () => {
    withVault((vault, keyStore) => {
      const canary = `canary-${randomBytes(8).toString("hex")}`;
      const sealed = vault.seal(keyStore.createDataKey(), context, Buffer.from(canary));
      const text = inspect(refusal(vault, { ...context, rowId: "other" }, sealed), {
        depth: 9,
        showHidden: true,
      });
      expect(text).not.to.contain(canary);
      expect(inspect(vault.openSecret(context, sealed))).to.equal("[secret]");
    });
  });
});

describe("Vault.openSecret", () => {
  it("gives the plaintext as a Secret", () => {
    withVault((vault, keyStore) => {
      const sealed = vault.seal(keyStore.createDataKey(), context, Buffer.from("token"));
      const secret = vault.openSecret(context, sealed);
      expect(secret).to.be.instanceOf(Secret);
      expect(secret.use((bytes) => bytes.toString())).to.equal("token");
    });
  });
});

describe("Vault.keyedHash", () => {
  it("gives equal hashes for equal input, and different ones per key, purpose and input", () => {
    withVault((vault, keyStore) => {
      const [a, b] = [keyStore.createDataKey(), keyStore.createDataKey()];
      const hash = vault.keyedHash(a, "facts", Buffer.from("x"));
      expect(hash.length).to.equal(32);
      expect(hash.equals(vault.keyedHash(a, "facts", Buffer.from("x")))).to.equal(true);
      const others = [
        vault.keyedHash(b, "facts", Buffer.from("x")),
        vault.keyedHash(a, "blobs", Buffer.from("x")),
        vault.keyedHash(a, "facts", Buffer.from("y")),
      ];
      for (const other of others) expect(hash.equals(other)).to.equal(false);
    });
  });
});

describe("Vault.reseal", () => {
  it("moves a value to another data key, after which the old one is not needed", () => {
    withVault((vault, keyStore) => {
      const [old, next] = [keyStore.createDataKey(), keyStore.createDataKey()];
      const sealed = vault.seal(old, context, Buffer.from("value"));
      const moved = vault.reseal(next, context, sealed);
      expect([vault.dataKeyIdOf(sealed), vault.dataKeyIdOf(moved)]).to.deep.equal([old, next]);
      keyStore.destroyDataKey(old);
      expect(vault.open(context, moved).toString()).to.equal("value");
    });
  });

  it("refuses a changed value instead of sealing it anew", () => {
    withVault((vault, keyStore) => {
      const id = keyStore.createDataKey();
      const sealed = vault.seal(id, context, Buffer.from("value"));
      sealed[sealed.length - 1] = (sealed[sealed.length - 1] ?? 0) ^ 1;
      expect(() => vault.reseal(id, context, sealed)).to.throw(SealBroken);
    });
  });
});
