import { expect } from "chai";
import { assembleReport, partOf, quickWins } from "../../../analyzer/index.js";
import { createVault } from "../../../keys/vault.js";
import { overviewOf } from "../../../server/analysis/overview.js";
import { packJson } from "../../../server/analysis/packing.js";
import { indexOf } from "../../../server/analysis/revisionIndex.js";
import { openIndex, openOverview } from "../../../server/analysis/storedReport.js";
import { sealedColumns } from "../../../server/sealing/sealedColumns.js";
import { fileWith, inputOf, plainFunction } from "../../analyzer/grading/facts.js";
import { openWriter } from "../../keys/support/store.js";
import { inTemporaryFolder } from "../../keys/support/temporaryFolder.js";

const REVISION = { id: "revision", organizationId: "team", projectId: "project" };

describe("a stored report", () => {
  it("opens as it was stored, also by a version that knew no parts", () =>
    inTemporaryFolder(async (folder) => {
      const keyStore = openWriter({ folder });
      const vault = createVault({ keyStore });
      const dataKey = keyStore.createDataKey();
      const report = assembleReport(
        inputOf([fileWith("src/a.ts", [plainFunction({ name: "a", arity: 9 })])]),
      );
      const index = indexOf(report, () => ({ factsKey: "f", sourceKey: null }));
      const open = async (stored: object, overview: object) => {
        const at = [REVISION.organizationId, REVISION.id] as const;
        const indexSealed = vault.seal(dataKey, sealedColumns.revisionIndex(...at), await packJson(stored));
        const overviewSealed = vault.seal(
          dataKey,
          sealedColumns.revisionOverview(...at),
          await packJson(overview),
        );
        return {
          index: openIndex(vault, { ...REVISION, indexSealed }),
          overview: openOverview(vault, { ...REVISION, overviewSealed }),
        };
      };

      expect(await open(index, overviewOf(report))).to.deep.equal({ index, overview: overviewOf(report) });

      const { subprojects: _subprojects, folders: _folders, ...before } = overviewOf(report);
      const files = index.files.map(({ functions: _functions, duplicatedLines: _lines, ...file }) => file);
      const old = await open({ ...index, files }, before);
      expect(old.overview).to.deep.include({ subprojects: [], folders: { total: 0, top: [] } });
      const part = partOf(old.index, { kind: "folder", name: "src" });
      expect(part?.totals).to.include({ debtMinutes: 23, duplicatedLines: 0 });
      expect(part === null ? null : quickWins(part).wins.map(({ subject }) => subject)).to.deep.equal(["a"]);
      keyStore.close();
    }));
});
