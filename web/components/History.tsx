import { formatGpa, formatRatio, shortCommit } from "../format.js";
import { analysisUrl } from "../urls.js";
import type { AnalysisState, AnalysisView } from "../views.js";
import { Grade } from "./Grade.js";
import { Instant } from "./Instant.js";
import { NumberHeadings } from "./NumberHeadings.js";
import { Trend } from "./Trend.js";

const SHOWN = 10;

const STATE_WORDS: Record<AnalysisState, string> = {
  queued: "queued",
  running: "running",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
};

const TRIGGER_WORDS: Record<AnalysisView["trigger"], string> = {
  click: "asked for",
  poll: "new commit found",
  connect: "first analysis",
  demo: "demo",
};

/** The last ten analyses, newest first. */
export function History(props: { projectId: string; analyses: readonly AnalysisView[] }) {
  const shown = props.analyses.slice(0, SHOWN);
  if (shown.length === 0) return null;
  return (
    <section class="section" aria-labelledby="history-title">
      <h2 id="history-title">Analyses</h2>
      <Trend analyses={shown} />
      <div class="table-frame">
        <table class="table table-history">
          <caption class="visually-hidden">The last {shown.length} analyses, newest first</caption>
          <thead>
            <tr>
              <th scope="col">Grade</th>
              <th scope="col">Started</th>
              <th scope="col">State</th>
              <th scope="col">Commit</th>
              <NumberHeadings names={["Debt ratio", "GPA"]} />
            </tr>
          </thead>
          <tbody>
            {shown.map((analysis) => (
              <HistoryRow key={analysis.id} projectId={props.projectId} analysis={analysis} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function HistoryRow(props: { projectId: string; analysis: AnalysisView }) {
  const { analysis } = props;
  return (
    <tr>
      <td class="cell-grade">
        <Grade grade={analysis.grade} />
      </td>
      <th scope="row">
        <a href={analysisUrl(props.projectId, analysis.id)}>
          <Instant atMs={analysis.createdAtMs} />
        </a>
      </th>
      <td data-label="State">
        {STATE_WORDS[analysis.state]} <span class="muted">({TRIGGER_WORDS[analysis.trigger]})</span>
      </td>
      <td data-label="Commit" class="mono">
        {analysis.commit === null ? "–" : shortCommit(analysis.commit)}
      </td>
      <td data-label="Debt ratio" class="number">
        {formatRatio(analysis.debtRatio)}
      </td>
      <td data-label="GPA" class="number">
        {formatGpa(analysis.gpa)}
      </td>
    </tr>
  );
}
