import { formatCounted, NONE } from "../format.js";
import { visibleText } from "../hostileText.js";
import { lineAnchor } from "../urls.js";
import { NumberHeadings } from "./NumberHeadings.js";

/** A function or type of a file. */
interface MeasuredRow {
  readonly name: string;
  readonly startLine: number;
  readonly endLine: number;
}

export interface MetricTableProps<Row extends MeasuredRow> {
  /** Id of the section's title. */
  readonly id: string;
  readonly title: string;
  /** One row's noun, such as `function`. */
  readonly noun: string;
  readonly rows: readonly Row[];
  readonly columns: readonly (readonly [title: string, value: (row: Row) => number | null])[];
  /** Whether the source with its lines is on the page. */
  readonly linked: boolean;
}

/** Every function or type of a file with its metrics, folded; nothing without rows. */
export function MetricTable<Row extends MeasuredRow>(props: MetricTableProps<Row>) {
  const { id, title, noun, rows, columns, linked } = props;
  if (rows.length === 0) return null;
  return (
    <section class="section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <details class="fold-table">
        <summary>{formatCounted(rows.length, noun)} with metrics</summary>
        <div class="table-frame table-scroll">
          <table class="table table-plain">
            <caption class="visually-hidden">{title} of this file and their metrics</caption>
            <thead>
              <tr>
                <th scope="col">{noun.charAt(0).toUpperCase() + noun.slice(1)}</th>
                <NumberHeadings names={["Lines", ...columns.map(([name]) => name)]} />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.startLine}:${row.endLine}:${row.name}`}>
                  <th scope="row" class="mono">
                    {visibleText(row.name)}
                  </th>
                  <td class="number">
                    <LineRange row={row} linked={linked} />
                  </td>
                  {columns.map(([name, metricOf]) => (
                    <td key={name} class="number">
                      {metricOf(row) ?? NONE}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function LineRange(props: { row: MeasuredRow; linked: boolean }) {
  const { startLine, endLine } = props.row;
  const range = <span>{`${startLine}–${endLine}`}</span>;
  return props.linked ? <a href={`#${lineAnchor(startLine)}`}>{range}</a> : range;
}
