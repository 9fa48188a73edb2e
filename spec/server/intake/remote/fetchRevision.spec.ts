import { expect } from "chai";
import type { Blob, FetchedRevision } from "../../../../server/intake/intake.js";
import { type Harness, startHarness } from "../support/harness.js";

async function contents(revision: FetchedRevision): Promise<Blob[]> {
  const signal = new AbortController().signal;
  const { entries } = await revision.list({ signal });
  const blobs: Blob[] = [];
  for await (const blob of revision.readBlobs(entries, { signal })) blobs.push(blob);
  return blobs;
}

describe("fetching a revision", () => {
  let harness: Harness;
  before(async () => {
    harness = await startHarness(["plain", "empty"]);
  });
  after(() => harness.stop());

  it("brings the files of one branch, byte for byte, and leaves nothing behind", async () => {
    const repository = harness.repository("plain");
    const commit = repository.files({ "a.ts": "const a = 1;\r\n", "src/b.py": "b = 2\n", "src/é.go": "" });
    const key = await harness.keyFor("plain");
    const access = harness.access("plain", key);
    const head = await harness.intake.resolveHead({ ...access, branch: null });
    expect(head).to.deep.equal({ branch: "main", commit });
    const revision = await harness.intake.openRevision({ ...access, branch: "main" });
    try {
      expect(revision.commit).to.equal(commit);
      expect(revision.committedAtMs).to.equal(1_700_000_000_000);
      const blobs = await contents(revision);
      expect(blobs.map(({ entry, bytes }) => [entry.path, bytes.toString()])).to.deep.equal([
        ["a.ts", "const a = 1;\r\n"],
        ["src/b.py", "b = 2\n"],
        ["src/é.go", ""],
      ]);
    } finally {
      await revision.destroy();
    }
    expect(harness.leftovers()).to.deep.equal([]);
  });
});
