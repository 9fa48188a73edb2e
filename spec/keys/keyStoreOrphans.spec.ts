import { expect } from "chai";
import { KeyDestroyed } from "../../keys/errors.js";
import { DAY_MS, FakeClock, keyHex, openWriter } from "./support/store.js";
import { inTemporaryFolder } from "./support/temporaryFolder.js";

describe("KeyStore.sweepOrphans", () => {
  it("destroys what no row names after a day, and nothing before", () => {
    inTemporaryFolder((folder) => {
      const clock = new FakeClock();
      const store = openWriter({ folder, clock });
      const [used, orphan] = [store.createDataKey(), store.createDataKey()];
      clock.nowMs += DAY_MS - 1;
      const young = store.createDataKey();
      expect(store.sweepOrphans((id) => id === used)).to.deep.equal([]);
      clock.nowMs += 1;
      expect(store.sweepOrphans((id) => id === used)).to.deep.equal([orphan]);
      expect(() => store.dataKey(orphan)).to.throw(KeyDestroyed);
      expect([keyHex(store, used), keyHex(store, young)]).to.have.length(2);
      store.close();
    });
  });

  it("destroys nothing when asking about rows fails", () => {
    inTemporaryFolder((folder) => {
      const clock = new FakeClock();
      const store = openWriter({ folder, clock });
      const ids = [store.createDataKey(), store.createDataKey()];
      clock.addDays(2);
      const inUse = (id: string) => {
        if (id === ids[1]) throw new Error("database gone");
        return false;
      };
      expect(() => store.sweepOrphans(inUse)).to.throw("database gone");
      for (const id of ids) expect(keyHex(store, id)).to.have.length(64);
      store.close();
    });
  });
});
