import type { ReportFunction } from "../../analyzer/types.js";
import { MetricTable, type MetricTableProps } from "./MetricTable.js";

const COLUMNS: MetricTableProps<ReportFunction>["columns"] = [
  ["Code lines", (row) => row.codeLines],
  ["ABC", (row) => row.abc.magnitude],
  ["Cyclomatic", (row) => row.cyclomatic],
  ["Cognitive", (row) => row.cognitive],
  ["Nesting", (row) => row.nesting],
  ["Parameters", (row) => row.arity],
  ["Returns", (row) => row.returns],
  ["Halstead effort", (row) => Math.round(row.halstead.effort)],
  ["Maintainability", (row) => row.maintainability],
];

/** Every function of a file with its metrics, folded; `linked` when the source with its lines is on the page. */
export function FunctionTable(props: { functions: readonly ReportFunction[]; linked: boolean }) {
  return (
    <MetricTable
      id="functions-title"
      title="Functions"
      noun="function"
      rows={props.functions}
      columns={COLUMNS}
      linked={props.linked}
    />
  );
}
