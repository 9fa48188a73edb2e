import { expect } from "chai";
import { KeyDestroyed } from "../../keys/errors.js";
import { FakeClock, keyHex, openReader, openWriter, rootKeyFactory } from "./support/store.js";
import { inTemporaryFolder } from "./support/temporaryFolder.js";

describe("KeyStore as reader", () => {
  it("finds keys that the writer made later, and changes nothing itself", () => {
    inTemporaryFolder((folder) => {
      const root = rootKeyFactory();
      const writer = openWriter({ folder, rootKey: root() });
      const reader = openReader({ folder, rootKey: root() });
      const id = writer.createDataKey();
      expect(keyHex(reader, id)).to.equal(keyHex(writer, id));
      expect(() => reader.createDataKey()).to.throw(/reads the key store only/);
      expect(() => reader.destroyDataKey(id)).to.throw(/reads the key store only/);
      expect(() => reader.maintain()).to.throw(/reads the key store only/);
      expect(() => reader.sweepOrphans(() => false)).to.throw(/reads the key store only/);
      expect(() => reader.rotateRoot(rootKeyFactory()())).to.throw(/reads the key store only/);
      reader.close();
      writer.close();
    });
  });

  it("loses a destroyed key with its next call", () => {
    inTemporaryFolder((folder) => {
      const root = rootKeyFactory();
      const writer = openWriter({ folder, rootKey: root() });
      const reader = openReader({ folder, rootKey: root() });
      const id = writer.createDataKey();
      const held = reader.dataKey(id);
      writer.destroyDataKey(id);
      expect(() => reader.dataKey(id)).to.throw(KeyDestroyed);
      expect(() => held.use((bytes) => bytes.length)).to.throw(/was destroyed/);
      reader.close();
      writer.close();
    });
  });

  it("goes on through thirty days of epochs", () => {
    inTemporaryFolder((folder) => {
      const [root, clock] = [rootKeyFactory(), new FakeClock()];
      const writer = openWriter({ folder, rootKey: root(), clock });
      const reader = openReader({ folder, rootKey: root(), clock });
      for (let day = 0; day < 30; day++) {
        const id = writer.createDataKey();
        expect(keyHex(reader, id)).to.equal(keyHex(writer, id));
        clock.addDays(1);
        writer.maintain();
      }
      reader.close();
      writer.close();
    });
  });
});
