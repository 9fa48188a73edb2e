import type { Part } from "../../analyzer/types.js";
import { formatCount } from "../format.js";
import { findingsUrl } from "../urls.js";
import { FindingsTable, type FindingView } from "./FindingsTable.js";

/** So many findings stand on the overview; the rest have a page of their own. */
const TOP_FINDINGS = 25;

/** The dearest findings, with the way to all of them. */
export function TopFindings(props: {
  projectId: string;
  part?: Part | undefined;
  findings: { readonly total: number; readonly top: readonly FindingView[] };
}) {
  const { total } = props.findings;
  const top = props.findings.top.slice(0, TOP_FINDINGS);
  return (
    <section class="section" aria-labelledby="findings-title">
      <div class="section-head">
        <h2 id="findings-title">Most expensive findings</h2>
        {total > top.length && (
          <a href={findingsUrl(props.projectId, { part: props.part })}>All {formatCount(total)} findings</a>
        )}
      </div>
      {total === 0 ? (
        <p class="muted">No findings.</p>
      ) : (
        <FindingsTable projectId={props.projectId} caption="Findings, most expensive first" findings={top} />
      )}
    </section>
  );
}
