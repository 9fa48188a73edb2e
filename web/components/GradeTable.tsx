import type { ComponentChildren } from "preact";
import type { Grading } from "../../analyzer/types.js";
import { formatCount, formatRatio, formatWork } from "../format.js";
import { Grade } from "./Grade.js";
import { NumberHeadings } from "./NumberHeadings.js";

/** One row: what it is about, and how many of what the table counts it has. */
export interface GradeRow extends Pick<Grading, "grade" | "gradedLines" | "debtRatio" | "debtMinutes"> {
  readonly key: string;
  readonly title: ComponentChildren;
  readonly count: number;
}

/** Files or parts of a project with their grades, alike wherever they stand. */
export function GradeTable(props: {
  caption: string;
  what: string;
  counted: string;
  rows: readonly GradeRow[];
}) {
  return (
    <div class="table-frame">
      <table class="table table-files">
        <caption class="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">Grade</th>
            <th scope="col">{props.what}</th>
            <NumberHeadings names={[props.counted, "Graded lines", "Debt ratio", "Debt"]} />
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <Row key={row.key} counted={props.counted} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ counted, row }: { counted: string; row: GradeRow }) {
  return (
    <tr>
      <td class="cell-grade">
        <Grade grade={row.grade} />
      </td>
      <th scope="row">{row.title}</th>
      <td class="number" data-label={counted}>
        {formatCount(row.count)}
      </td>
      <td class="number" data-label="Graded lines">
        {formatCount(row.gradedLines)}
      </td>
      <td class="number" data-label="Debt ratio">
        {formatRatio(row.debtRatio)}
      </td>
      <td class="number" data-label="Debt">
        {formatWork(row.debtMinutes)}
      </td>
    </tr>
  );
}
