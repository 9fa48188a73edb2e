import type { ReportFunction } from "../../analyzer/types.js";
import { formatCounted, NONE } from "../format.js";
import { visibleText } from "../hostileText.js";
import { lineAnchor } from "../urls.js";

const COLUMNS: readonly (readonly [string, (row: ReportFunction) => number | null])[] = [
  ["Code lines", (row) => row.codeLines],
  ["Cyclomatic", (row) => row.cyclomatic],
  ["Cognitive", (row) => row.cognitive],
  ["Nesting", (row) => row.nesting],
  ["Parameters", (row) => row.arity],
  ["Returns", (row) => row.returns],
];

/** Every function of a file with its metrics, folded; `linked` when the source with its lines is on the page. */
export function FunctionTable(props: { functions: readonly ReportFunction[]; linked: boolean }) {
  if (props.functions.length === 0) return null;
  return (
    <section class="section" aria-labelledby="functions-title">
      <h2 id="functions-title">Functions</h2>
      <details class="fold-table">
        <summary>{formatCounted(props.functions.length, "function")} with metrics</summary>
        <div class="table-frame table-scroll">
          <table class="table table-plain">
            <caption class="visually-hidden">Functions of this file and their metrics</caption>
            <thead>
              <tr>
                <th scope="col">Function</th>
                <th scope="col" class="number">
                  Lines
                </th>
                {COLUMNS.map(([name]) => (
                  <th key={name} scope="col" class="number">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {props.functions.map((row) => (
                <Row key={`${row.startLine}:${row.endLine}:${row.name}`} row={row} linked={props.linked} />
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function Row(props: { row: ReportFunction; linked: boolean }) {
  const { row } = props;
  const range = `${row.startLine}–${row.endLine}`;
  return (
    <tr>
      <th scope="row" class="mono">
        {visibleText(row.name)}
      </th>
      <td class="number">{props.linked ? <a href={`#${lineAnchor(row.startLine)}`}>{range}</a> : range}</td>
      {COLUMNS.map(([name, metricOf]) => (
        <td key={name} class="number">
          {metricOf(row) ?? NONE}
        </td>
      ))}
    </tr>
  );
}
