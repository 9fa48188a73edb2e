import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { inspect } from "node:util";
import { expect } from "chai";
import fc from "fast-check";
import { KeyDestroyed, KeysError, KeyUnknown } from "../../keys/errors.js";
import { keyStoreExists } from "../../keys/keyStore.js";
import { parseDataKeyId } from "../../keys/types.js";
import { keyHex, openReader, openWriter, readFiles, rootKeyFactory } from "./support/store.js";
import { inTemporaryFolder } from "./support/temporaryFolder.js";

const UNKNOWN = parseDataKeyId("0123456789abcdef0123456789abcdef");

describe("openKeyStore", () => {
  it("makes a folder that only its owner can enter, with files that only its owner can read", () => {
    inTemporaryFolder((parent) => {
      const folder = path.join(parent, "keys", "store");
      expect(keyStoreExists(folder)).to.equal(false);
      const store = openWriter({ folder });
      store.createDataKey();
      expect(keyStoreExists(folder)).to.equal(true);
      expect(statSync(folder).mode & 0o777).to.equal(0o700);
      for (const name of readdirSync(folder))
        expect(statSync(path.join(folder, name)).mode & 0o777, name).to.equal(0o600);
      store.close();
    });
  });

  it("finds every key again when it is opened anew", () => {
    inTemporaryFolder((folder) => {
      const root = rootKeyFactory();
      const first = openWriter({ folder, rootKey: root() });
      const ids = [first.createDataKey(), first.createDataKey(), first.createDataKey()];
      const keys = ids.map((id) => keyHex(first, id));
      first.close();
      expect(new Set(keys).size).to.equal(3);
      const again = openWriter({ folder, rootKey: root() });
      expect(ids.map((id) => keyHex(again, id))).to.deep.equal(keys);
      again.close();
    });
  });

  it("P14 says exactly that when the root key is not the store's, and changes nothing", () => {
    inTemporaryFolder((folder) => {
      openWriter({ folder }).close();
      const before = readFiles(folder);
      for (const open of [openWriter, openReader]) {
        expect(() => open({ folder, rootKey: rootKeyFactory()() }))
          .to.throw(KeysError, /This root key does not open the key store/)
          .with.property("code", "root-key-wrong");
      }
      expect(readFiles(folder)).to.deep.equal(before);
    });
  });

  it("refuses a folder that others can enter, a link, a file, and for a reader a missing store", () => {
    inTemporaryFolder((parent) => {
      const rootKey = rootKeyFactory()();
      const [open, link, file, none] = ["open", "link", "file", "none"].map((name) =>
        path.join(parent, name),
      );
      mkdirSync(String(open));
      chmodSync(String(open), 0o750);
      symlinkSync(String(open), String(link));
      writeFileSync(String(file), "");
      expect(() => openWriter({ folder: String(open) })).to.throw(KeysError, /chmod 700/);
      expect(() => openWriter({ folder: String(link) })).to.throw(/not a folder|EEXIST/);
      expect(() => openWriter({ folder: String(file) })).to.throw(/not a folder|EEXIST/);
      expect(() => openReader({ folder: String(none), rootKey })).to.throw(
        KeysError,
        /There is no key store/,
      );
      expect(existsSync(String(none))).to.equal(false);
      mkdirSync(String(none), { mode: 0o700 });
      expect(() => openReader({ folder: String(none), rootKey })).to.throw(
        KeysError,
        /There is no key store/,
      );
    });
  });

  it("takes no damage for a key: every changed byte of either file is refused or makes no difference", () => {
    inTemporaryFolder((folder) => {
      const root = rootKeyFactory();
      const store = openWriter({ folder, rootKey: root() });
      const id = store.createDataKey();
      const key = keyHex(store, id);
      store.close();
      const good = readFiles(folder);
      const name = fc.constantFrom("epochs.json" as const, "data-keys.json" as const);
      const change = fc.tuple(name, fc.nat(), fc.integer({ min: 1, max: 255 }));
      fc.assert(
        fc.property(change, ([file, at, mask]) => {
          const bytes = Buffer.from(good[file]);
          const index = at % bytes.length;
          bytes[index] = (bytes[index] ?? 0) ^ mask;
          writeFileSync(path.join(folder, file), bytes);
          try {
            const changed = openReader({ folder, rootKey: root() });
            const got = keyHex(changed, id);
            expect(got).to.equal(key);
          } catch (error) {
            expect(error).to.be.instanceOf(KeysError);
          } finally {
            writeFileSync(path.join(folder, file), good[file]);
          }
        }),
        { numRuns: 300 },
      );
    });
  });

  it("refuses a store that lost one of its files instead of beginning a new one", () => {
    for (const lost of ["epochs.json", "data-keys.json"]) {
      inTemporaryFolder((folder) => {
        const root = rootKeyFactory();
        const store = openWriter({ folder, rootKey: root() });
        store.createDataKey();
        store.close();
        rmSync(path.join(folder, lost));
        expect(() => openWriter({ folder, rootKey: root() })).to.throw(
          KeysError,
          /damaged.*Restore the folder/,
        );
      });
    }
  });

  it("refuses data keys whose wrapped bytes were exchanged", () => {
    inTemporaryFolder((folder) => {
      const root = rootKeyFactory();
      const store = openWriter({ folder, rootKey: root() });
      const [a, b] = [store.createDataKey(), store.createDataKey()];
      store.close();
      const text = readFiles(folder)["data-keys.json"];
      writeFileSync(path.join(folder, "data-keys.json"), text.replace(a, "x").replace(b, a).replace("x", b));
      const changed = openReader({ folder, rootKey: root() });
      for (const id of [a, b]) expect(() => changed.dataKey(id)).to.throw(KeysError, /damaged/);
    });
  });
});

describe("KeyStore", () => {
  it("knows a destroyed key from one it never had, and destroys twice without complaint", () => {
    inTemporaryFolder((folder) => {
      const root = rootKeyFactory();
      const store = openWriter({ folder, rootKey: root() });
      const id = store.createDataKey();
      store.destroyDataKey(id);
      store.destroyDataKey(id);
      expect(() => store.dataKey(id)).to.throw(KeyDestroyed);
      expect(() => store.dataKey(UNKNOWN)).to.throw(KeyUnknown, UNKNOWN);
      expect(() => store.destroyDataKey(UNKNOWN)).to.throw(KeyUnknown);
      store.close();
      const again = openWriter({ folder, rootKey: root() });
      expect(() => again.dataKey(id)).to.throw(KeyDestroyed);
      again.close();
    });
  });

  it("wipes a destroyed key also for whoever holds it already", () => {
    inTemporaryFolder((folder) => {
      const store = openWriter({ folder });
      const id = store.createDataKey();
      const held = store.dataKey(id);
      store.destroyDataKey(id);
      expect(() => held.use((bytes) => bytes.length)).to.throw(/was destroyed/);
      store.close();
    });
  });

  it("wipes every key from memory when it is closed, and refuses to go on", () => {
    inTemporaryFolder((folder) => {
      const store = openWriter({ folder });
      const id = store.createDataKey();
      const held = store.dataKey(id);
      store.close();
      store.close();
      expect(() => held.use((bytes) => bytes.length)).to.throw(/was destroyed/);
      expect(() => store.dataKey(id)).to.throw(/was closed/);
      expect(() => store.createDataKey()).to.throw(/was closed/);
    });
  });

  it("overwrites the replaced file, but not one that a backup holds by a second name", () => {
    inTemporaryFolder((folder) => {
      const store = openWriter({ folder });
      const id = store.createDataKey();
      const file = path.join(folder, "data-keys.json");
      const old = openSync(file, "r");
      const { size } = statSync(file);
      store.destroyDataKey(id);
      const left = Buffer.alloc(size, 1);
      readSync(old, left, 0, size, 0);
      closeSync(old);
      expect(left.equals(Buffer.alloc(size))).to.equal(true);

      const backup = path.join(folder, "backup");
      linkSync(file, backup);
      const before = readFileSync(backup, "utf8");
      store.createDataKey();
      expect(readFileSync(backup, "utf8")).to.equal(before);
      store.close();
    });
  });

  it("P16 shows no key in what it prints, in its errors or in its files", () => {
    inTemporaryFolder((folder) => {
      const root = rootKeyFactory();
      const store = openWriter({ folder, rootKey: root() });
      const id = store.createDataKey();
      const shown =
        inspect(store, { depth: 9, showHidden: true }) +
        JSON.stringify(store) +
        JSON.stringify(readFiles(folder));
      const secrets = [
        store.dataKey(id).use((bytes) => Buffer.from(bytes)),
        root().use((bytes) => Buffer.from(bytes)),
      ];
      for (const secret of secrets) {
        for (const encoding of ["hex", "base64", "latin1"] as const)
          expect(shown).not.to.contain(secret.toString(encoding));
      }
      store.close();
    });
  });
});
