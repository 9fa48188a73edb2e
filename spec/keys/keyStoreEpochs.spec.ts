import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import type { KeyStore } from "../../keys/keyStore.js";
import type { DataKeyId, RecordContext } from "../../keys/types.js";
import { createVault } from "../../keys/vault.js";
import {
  DAY_MS,
  FakeClock,
  keyHex,
  openReader,
  openWriter,
  readFiles,
  rootKeyFactory,
} from "./support/store.js";
import { inTemporaryFolder } from "./support/temporaryFolder.js";

const HOUR_MS = DAY_MS / 24;
const context: RecordContext = { table: "sources", column: "bodySealed", rowId: "1", tenantId: "1" };

function withStore(
  fn: (o: {
    store: KeyStore;
    clock: FakeClock;
    folder: string;
    root: ReturnType<typeof rootKeyFactory>;
  }) => void,
) {
  inTemporaryFolder((folder) => {
    const [root, clock] = [rootKeyFactory(), new FakeClock()];
    const store = openWriter({ folder, rootKey: root(), clock });
    try {
      fn({ store, clock, folder, root });
    } finally {
      store.close();
    }
  });
}

describe("KeyStore.maintain", () => {
  it("starts an epoch when a day has passed and moves every key under it", () => {
    withStore(({ store, clock }) => {
      const ids = [store.createDataKey(), store.createDataKey()];
      const keys = ids.map((id) => keyHex(store, id));
      clock.nowMs += DAY_MS - 1;
      expect(store.maintain()).to.deep.equal({
        epochStarted: false,
        rewrapped: 0,
        epochsDestroyed: 0,
        epochs: 1,
        dataKeys: 2,
      });
      clock.nowMs += 1;
      expect(store.maintain()).to.deep.equal({
        epochStarted: true,
        rewrapped: 2,
        epochsDestroyed: 0,
        epochs: 2,
        dataKeys: 2,
      });
      expect(store.maintain()).to.deep.equal({
        epochStarted: false,
        rewrapped: 0,
        epochsDestroyed: 0,
        epochs: 2,
        dataKeys: 2,
      });
      expect(ids.map((id) => keyHex(store, id))).to.deep.equal(keys);
    });
  });

  it("keeps seven epochs when it runs daily: those less than seven days old", () => {
    withStore(({ store, clock }) => {
      store.createDataKey();
      const counts: number[] = [];
      for (let day = 1; day <= 10; day++) {
        clock.addDays(1);
        counts.push(store.maintain().epochs);
      }
      // Day 7 has epochs 0 to 7, and epoch 0 is seven days old: 7 are left (1 to 7), from then on always 7.
      expect(counts).to.deep.equal([2, 3, 4, 5, 6, 7, 7, 7, 7, 7]);
    });
  });

  it("opens everything after a stop of thirty days, and only then destroys the old epoch", () => {
    withStore(({ store, clock, folder, root }) => {
      const ids = Array.from({ length: 20 }, () => store.createDataKey());
      const keys = ids.map((id) => keyHex(store, id));
      store.close();
      clock.addDays(30);
      const again = openWriter({ folder, rootKey: root(), clock });
      expect(
        ids.map((id) => keyHex(again, id)),
        "before maintenance",
      ).to.deep.equal(keys);
      expect(again.maintain()).to.deep.equal({
        epochStarted: true,
        rewrapped: 20,
        epochsDestroyed: 1,
        epochs: 1,
        dataKeys: 20,
      });
      again.close();
      const last = openWriter({ folder, rootKey: root(), clock });
      expect(
        ids.map((id) => keyHex(last, id)),
        "after maintenance",
      ).to.deep.equal(keys);
      last.close();
    });
  });

  it("makes a destroyed key unreadable in every old copy of the data keys within seven days, and never a live one", () => {
    const destroyAt = fc.integer({ min: 0, max: 9 * 24 });
    fc.assert(
      fc.property(destroyAt, (destroyedHour) => {
        withStore(({ store, clock, folder, root }) => {
          const [gone, kept] = [store.createDataKey(), store.createDataKey()];
          const copies: string[] = [];
          for (let hour = 0; hour <= destroyedHour; hour++) {
            store.maintain();
            if (hour % 12 === 0 || hour === destroyedHour) copies.push(readFiles(folder)["data-keys.json"]);
            clock.nowMs += HOUR_MS;
          }
          store.destroyDataKey(gone);
          for (let hour = 0; hour < 7 * 24; hour++) {
            clock.nowMs += HOUR_MS;
            store.maintain();
          }
          const current = readFiles(folder)["data-keys.json"];
          for (const copy of copies) {
            writeFileSync(path.join(folder, "data-keys.json"), copy);
            expect(() => keyHex(openReader({ folder, rootKey: root(), clock }), gone)).to.throw(/damaged/);
          }
          writeFileSync(path.join(folder, "data-keys.json"), current);
          expect(keyHex(openReader({ folder, rootKey: root(), clock }), kept)).to.equal(keyHex(store, kept));
        });
      }),
      { numRuns: 4 },
    );
  });

  it("joins an older copy of the data keys with the current epochs for up to seven days", () => {
    withStore(({ store, clock, folder, root }) => {
      const id = store.createDataKey();
      const key = keyHex(store, id);
      const copy = readFiles(folder)["data-keys.json"];
      for (let day = 0; day < 6; day++) {
        clock.addDays(1);
        store.maintain();
      }
      store.close();
      writeFileSync(path.join(folder, "data-keys.json"), copy);
      const restored = openWriter({ folder, rootKey: root(), clock });
      expect(keyHex(restored, id)).to.equal(key);
      expect(restored.maintain().rewrapped).to.equal(1);
      restored.close();
    });
  });

  it("goes on when the clock was wrong: years ahead, then right again", () => {
    withStore(({ store, clock }) => {
      const id = store.createDataKey();
      const key = keyHex(store, id);
      clock.addDays(3650);
      expect(store.maintain()).to.include({ epochStarted: true, epochsDestroyed: 1 });
      clock.addDays(-3650);
      expect(store.maintain()).to.include({ epochStarted: true, epochsDestroyed: 1, epochs: 1 });
      clock.addDays(1);
      expect(store.maintain()).to.include({ epochStarted: true, epochs: 2 });
      expect(keyHex(store, id)).to.equal(key);
    });
  });

  it("keeps every live key through any mixture of making, destroying, waiting and reopening", () => {
    const step = fc.oneof(
      fc.constant("create" as const),
      fc.constant("maintain" as const),
      fc.constant("reopen" as const),
      fc.record({ destroy: fc.nat() }),
      fc.record({ waitHours: fc.integer({ min: -30, max: 400 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        inTemporaryFolder((folder) => {
          const [root, clock] = [rootKeyFactory(), new FakeClock()];
          let store = openWriter({ folder, rootKey: root(), clock });
          const live = new Map<DataKeyId, string>();
          for (const step of steps) {
            if (step === "create") {
              const id = store.createDataKey();
              live.set(id, keyHex(store, id));
            } else if (step === "maintain") {
              store.maintain();
            } else if (step === "reopen") {
              store.close();
              store = openWriter({ folder, rootKey: root(), clock });
            } else if ("destroy" in step) {
              const id = [...live.keys()][step.destroy % Math.max(1, live.size)];
              if (id === undefined) continue;
              store.destroyDataKey(id);
              live.delete(id);
            } else {
              clock.nowMs += step.waitHours * HOUR_MS;
            }
            for (const [id, key] of live) expect(keyHex(store, id)).to.equal(key);
          }
          store.close();
        });
      }),
      { numRuns: 25 },
    );
  });
});

describe("KeyStore.rotateRoot", () => {
  it("P14 rotates the root key while writer and readers go on, and the old one opens nothing afterwards", () => {
    withStore(({ store, clock, folder, root }) => {
      const newRoot = rootKeyFactory();
      let installed = root;
      const reader = openReader({ folder, rootKey: root(), clock, reloadRootKey: () => installed() });
      const vault = createVault({ keyStore: reader });
      const sealed = createVault({ keyStore: store }).seal(
        store.createDataKey(),
        context,
        Buffer.from("before"),
      );
      store.rotateRoot(newRoot(), () => {
        installed = newRoot;
      });
      expect(vault.open(context, sealed).toString()).to.equal("before");
      clock.addDays(1);
      store.maintain();
      const id = store.createDataKey();
      expect(keyHex(reader, id)).to.equal(keyHex(store, id));
      reader.close();
      store.close();
      expect(() => openWriter({ folder, rootKey: root(), clock })).to.throw(/This root key does not open/);
      const again = openWriter({ folder, rootKey: newRoot(), clock });
      expect(createVault({ keyStore: again }).open(context, sealed).toString()).to.equal("before");
      again.close();
    });
  });

  it("changes no data key's wrapping", () => {
    withStore(({ store, folder }) => {
      store.createDataKey();
      const before = readFiles(folder);
      store.rotateRoot(rootKeyFactory()());
      const after = readFiles(folder);
      expect(after["data-keys.json"]).to.equal(before["data-keys.json"]);
      expect(after["epochs.json"]).not.to.equal(before["epochs.json"]);
    });
  });

  it("P14 opens with either root key when putting the new one in place was cut short, and settles on that one", () => {
    for (const survivor of ["old", "new"] as const) {
      withStore(({ store, clock, folder, root }) => {
        const roots = { old: root, new: rootKeyFactory() };
        const id = store.createDataKey();
        const key = keyHex(store, id);
        expect(() =>
          store.rotateRoot(roots.new(), () => {
            throw new Error("disk full");
          }),
        ).to.throw("disk full");
        clock.addDays(1);
        store.maintain();
        store.close();
        for (const name of ["old", "new"] as const) {
          expect(keyHex(openReader({ folder, rootKey: roots[name](), clock }), id), name).to.equal(key);
        }
        openWriter({ folder, rootKey: roots[survivor](), clock }).close();
        const other = survivor === "old" ? "new" : "old";
        expect(() => openReader({ folder, rootKey: roots[other](), clock })).to.throw(
          /This root key does not open/,
        );
        expect(keyHex(openReader({ folder, rootKey: roots[survivor](), clock }), id)).to.equal(key);
      });
    }
  });

  it("refuses the key that is in use already", () => {
    withStore(({ store, root }) => {
      expect(() => store.rotateRoot(root())).to.throw(/is the one in use/);
    });
  });
});
