import type { ComponentChildren } from "preact";
import type { Receipt } from "../../analyzer/types.js";
import { formatCount, formatExactMinutes, formatGpa, NONE } from "../format.js";
import { Grade } from "./Grade.js";

/** The arithmetic from minutes to grade, line by line. */
export function ReceiptSum(props: { receipt: Receipt }) {
  const { receipt } = props;
  // Exact: half a minute rounded away would show in the ratio of a small file.
  const capacity = formatExactMinutes(receipt.gradedLines * receipt.minutesPerLine);
  return (
    <section class="section" aria-labelledby="sum-title">
      <h2 id="sum-title">The sum</h2>
      <table class="table table-sum">
        <caption class="visually-hidden">From minutes of debt to the grade</caption>
        <tbody>
          <Line name="Debt" how={`sum of ${formatCount(receipt.items.length)} counted findings`}>
            {formatExactMinutes(receipt.debtMinutes)} min
          </Line>
          <Line
            name="Cost of writing it"
            how={`${formatCount(receipt.gradedLines)} graded lines × ${receipt.minutesPerLine} min`}
          >
            {capacity} min
          </Line>
          <Line name="Debt ratio" how={`${formatExactMinutes(receipt.debtMinutes)} ÷ ${capacity}`}>
            {receipt.debtRatio === null ? NONE : receipt.debtRatio.toFixed(6)}
          </Line>
          <Line name="GPA" how="4 at 0 %, 3 at A’s cut-off, 2 at B’s, 1 at C’s, 0 at D’s, linear between">
            {formatGpa(receipt.gpa)}
          </Line>
          <Line name="Grade" how={cutoffs(receipt)}>
            <Grade grade={receipt.grade} />
          </Line>
        </tbody>
      </table>
    </section>
  );
}

function Line(props: { name: string; how: string; children: ComponentChildren }) {
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td class="sum-how">{props.how}</td>
      <td class="number">{props.children}</td>
    </tr>
  );
}

function cutoffs(receipt: Receipt): string {
  const { A, B, C, D } = receipt.cutoffs;
  return `A ≤ ${A}, B ≤ ${B}, C ≤ ${C}, D ≤ ${D}, F above`;
}
