import { expect } from "chai";
import { gradeOf } from "../../../analyzer/grading/grade.js";

/** Debt of 40 graded lines; at 7.5 minutes per line they stand for 300 minutes, so 3 minutes are 1 %. */
const of40Lines = (debtMinutes: number) => gradeOf([{ gradedLines: 40, debtMinutes }]);

describe("gradeOf", () => {
  it("grades no debt A with a GPA of 4", () => {
    expect(of40Lines(0)).to.deep.equal({
      gradedLines: 40,
      debtMinutes: 0,
      debtRatio: 0,
      gpa: 4,
      grade: "A",
    });
  });

  it("gives the better grade on each cut-off and the next one a hundredth of a minute above", () => {
    // 5 %, 10 %, 20 % and 50 % of 300 minutes
    const cutoffs = [15, 30, 60, 150];
    expect(cutoffs.map((minutes) => of40Lines(minutes).grade)).to.deep.equal(["A", "B", "C", "D"]);
    expect(cutoffs.map((minutes) => of40Lines(minutes + 0.01).grade)).to.deep.equal(["B", "C", "D", "F"]);
  });

  it("meets cut-offs on unrounded values: 5.00001 % shows as 0.05 and is B", () => {
    // 400,000 lines stand for 3,000,000 minutes, 5 % of them are 150,000; 0.3 more are 0.00001 %
    const grading = gradeOf([{ gradedLines: 400_000, debtMinutes: 150_000.3 }]);
    expect(grading.debtRatio).to.equal(0.05);
    expect(grading.grade).to.equal("B");
  });

  it("draws the GPA linearly between its points", () => {
    // points: 0 % 4, 5 % 3, 10 % 2, 20 % 1, 50 % 0; each pair holds minutes and the GPA halfway or at a point
    const expected = [
      [7.5, 3.5],
      [15, 3],
      [22.5, 2.5],
      [30, 2],
      [45, 1.5],
      [60, 1],
      [105, 0.5],
      [150, 0],
      [300, 0],
    ];
    for (const [minutes, gpa] of expected)
      expect(of40Lines(minutes ?? NaN).gpa, `${minutes} min`).to.equal(gpa);
  });

  it("rounds the ratio to six and the GPA to two decimals", () => {
    // 10 / 300 = 0.0333333…; GPA 4 − 3.3333 / 5 = 3.3333…
    expect(of40Lines(10)).to.include({ debtRatio: 0.033333, gpa: 3.33 });
  });

  it("has no ratio, GPA or grade without graded lines", () => {
    const nothing = { gradedLines: 0, debtMinutes: 0, debtRatio: null, gpa: null, grade: null };
    expect(gradeOf([])).to.deep.equal(nothing);
  });

  it("adds up files before it divides", () => {
    // 20 + 40 = 60 minutes over 40 + 120 lines (1,200 minutes) are 5 %, while the mean of the ratios is 5.6 %
    const files = [
      { gradedLines: 40, debtMinutes: 20 },
      { gradedLines: 120, debtMinutes: 40 },
    ];
    expect(gradeOf(files)).to.deep.equal({
      gradedLines: 160,
      debtMinutes: 60,
      debtRatio: 0.05,
      gpa: 3,
      grade: "A",
    });
  });
});
