import type { ReceiptPageProps } from "../../web/pages/ReceiptPage.js";
import { sampleFindings } from "./sampleReports.js";
import { plainTexts, sampleProject, sampleRevision, type Texts } from "./samples.js";

/** A receipt of the sample's counted findings. */
export function sampleReceiptPage(text: Texts = plainTexts): ReceiptPageProps {
  const items = sampleFindings(text)
    .filter((finding) => finding.counted)
    .map(({ path, line, rule, subject, value, minutes }) => ({
      path,
      line,
      rule,
      subject,
      value,
      minutes,
      baseMinutes: 10,
      minutesPerUnit: 2,
      firstThreshold: value - (minutes - 10) / 2,
    }));
  return {
    project: sampleProject(text),
    revision: sampleRevision(text),
    receipt: {
      analyzerVersion: "1.0.0",
      settingsHash: text("b1946ac92492d2347c6235b4d2611184f3a1c0f5a7e1d7d9c2f0a4b6e8d0c2a4"),
      revision: text("9f2c41d07be6a5833c1f0e9d24b7a86513fe7720"),
      minutesPerLine: 7.5,
      cutoffs: { A: 0.05, B: 0.1, C: 0.2, D: 0.5 },
      items,
      gradedLines: 848,
      // 120 + 74 + 56 + 50 + 40 + 30 + 22 = 392; the sixth finding is not counted. 392 / 6360 = 0.061635
      debtMinutes: 392,
      debtRatio: 0.061635,
      gpa: 2.77,
      grade: "B",
    },
  };
}
