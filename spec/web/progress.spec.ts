import { expect } from "chai";
import { progressSummary, stepsDone } from "../../web/progress.js";
import { sampleRunning } from "./samples.js";

describe("progressSummary", () => {
  it("names the step and counts files while they are read", () => {
    const reading = { ...sampleRunning(), progressDone: 1_280, progressTotal: 4_120 };
    expect(progressSummary(reading)).to.equal(
      "Step 5 of 8: Reading and measuring files, 1,280 of 4,120 files…",
    );
    expect(progressSummary({ ...reading, progressTotal: 0 })).to.equal(
      "Step 5 of 8: Reading and measuring files…",
    );
  });

  it("counts nothing in steps that do not count files", () => {
    expect(progressSummary({ ...sampleRunning(), step: "fetch" })).to.equal(
      "Step 4 of 8: Fetching the revision over SSH…",
    );
  });

  it("says that a queued analysis waits", () => {
    expect(progressSummary({ ...sampleRunning(), state: "queued", step: null })).to.equal(
      "Step 1 of 8: Waiting for a worker…",
    );
  });

  it("says how an ended analysis ended", () => {
    const ended = (["done", "failed", "cancelled"] as const).map((state) =>
      progressSummary({ ...sampleRunning(), state }),
    );
    expect(ended).to.deep.equal(["Finished.", "Failed.", "Cancelled."]);
  });
});

describe("stepsDone", () => {
  it("is none before the first step and all when done", () => {
    expect(stepsDone({ ...sampleRunning(), step: null })).to.equal(0);
    expect(stepsDone({ ...sampleRunning(), step: "reduce" })).to.equal(5);
    expect(stepsDone({ ...sampleRunning(), state: "done", step: null })).to.equal(8);
  });
});
