import type { ReportType } from "../../analyzer/types.js";
import { MetricTable, type MetricTableProps } from "./MetricTable.js";

const COLUMNS: MetricTableProps<ReportType>["columns"] = [
  ["Functions", (row) => row.functions],
  ["Fields", (row) => row.fields],
  ["Complexity", (row) => row.complexity],
  ["Code lines", (row) => row.codeLines],
  ["Other parts", (row) => row.parts.length],
];

/** Every type that is listed in a file, folded; its figures are those of all its parts. */
export function TypeTable(props: { types: readonly ReportType[]; linked: boolean }) {
  return (
    <MetricTable
      id="types-title"
      title="Types"
      noun="type"
      rows={props.types}
      columns={COLUMNS}
      linked={props.linked}
    />
  );
}
