import { expect } from "chai";
import { type ProgressFields, reportProgress } from "../../../server/jobs/progress.js";
import { movableClock } from "../../support/movableClock.js";

describe("reportProgress", () => {
  const setUp = (failing = false) => {
    const clock = movableClock();
    const saved: number[] = [];
    const save = async ({ progressDone }: ProgressFields) => {
      saved.push(progressDone);
      if (failing) throw new Error("the database is away");
    };
    return { clock, saved, progress: reportProgress({ clock, save }) };
  };

  it("saves the first at once and then one each half second, whatever is reported between", async () => {
    const { clock, saved, progress } = setUp();
    progress.report(1, 10);
    progress.report(2, 10);
    clock.advance(499);
    progress.report(3, 10);
    clock.advance(1);
    progress.report(4, 10);
    progress.report(5, 10);
    await progress.settle();
    // 1 at once, 4 after 500 ms, 5 because settling leaves nothing out.
    expect(saved).to.deep.equal([1, 4, 5]);
  });

  it("saves nothing twice", async () => {
    const { saved, progress } = setUp();
    progress.report(1, 1);
    await progress.settle();
    await progress.settle();
    expect(saved).to.deep.equal([1]);
  });

  it("saves one after the other, so that an older count never overwrites a newer one", async () => {
    const clock = movableClock();
    const started: number[] = [];
    const releases: (() => void)[] = [];
    const save = ({ progressDone }: ProgressFields) => {
      started.push(progressDone);
      return new Promise<void>((resolve) => releases.push(resolve));
    };
    const progress = reportProgress({ clock, save });
    progress.report(1, 2);
    clock.advance(500);
    progress.report(2, 2);
    await Promise.resolve();
    await Promise.resolve();
    expect(started).to.deep.equal([1]);
    const settled = progress.settle();
    releases[0]?.();
    while (releases.length < 2) await Promise.resolve();
    releases[1]?.();
    await settled;
    expect(started).to.deep.equal([1, 2]);
  });

  it("goes on after a save that failed: progress is not worth an analysis", async () => {
    const { clock, saved, progress } = setUp(true);
    progress.report(1, 2);
    clock.advance(500);
    progress.report(2, 2);
    await progress.settle();
    expect(saved).to.deep.equal([1, 2]);
  });
});
