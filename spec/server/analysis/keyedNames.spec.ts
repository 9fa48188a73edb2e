import { createHash } from "node:crypto";
import { expect } from "chai";
import { createVault } from "../../../keys/vault.js";
import { createKeyedNames } from "../../../server/analysis/keyedNames.js";
import { openWriter } from "../../keys/support/store.js";
import { inTemporaryFolder } from "../../keys/support/temporaryFolder.js";

const OID = "ce013625030ba8dba906f756967f9e9ca394464a";

describe("createKeyedNames", () => {
  it("P13 names a file by its project's key: whoever has the file alone cannot tell that it is stored", () => {
    inTemporaryFolder((folder) => {
      const keyStore = openWriter({ folder });
      try {
        const vault = createVault({ keyStore });
        const [one, another] = [keyStore.createDataKey(), keyStore.createDataKey()];
        const nameOf = (lookupKeyId: typeof one, purpose: string) =>
          createKeyedNames({ vault, lookupKeyId, purpose })(OID).toString("hex");
        const names = [
          nameOf(one, "facts"),
          nameOf(one, "source"),
          nameOf(another, "facts"),
          createHash("sha256").update(OID).digest("hex"),
        ];
        expect(new Set(names).size).to.equal(names.length);
        expect(nameOf(one, "facts"), "the same each time").to.equal(names[0]);
      } finally {
        keyStore.close();
      }
    });
  });
});
