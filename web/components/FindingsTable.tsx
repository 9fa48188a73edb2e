import type { Severity } from "../../analyzer/types.js";
import { formatWork } from "../format.js";
import { visibleText } from "../hostileText.js";
import { ruleName, ruleValue } from "../rules.js";
import { fileUrl } from "../urls.js";
import { NumberHeadings } from "./NumberHeadings.js";

/** A finding with the file it is in. */
export interface FindingView {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly value: number;
  readonly minutes: number;
  readonly counted: boolean;
  readonly message: string;
}

/** Findings as a table: what, where and how long it takes to mend. Keep the order that is given. */
export function FindingsTable(props: {
  projectId: string;
  caption: string;
  findings: readonly FindingView[];
}) {
  return (
    <div class="table-frame">
      <table class="table table-findings">
        <caption class="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">Severity</th>
            <th scope="col">Finding</th>
            <NumberHeadings names={["Value", "Debt"]} />
          </tr>
        </thead>
        <tbody>
          {props.findings.map((finding) => (
            <FindingRow
              key={`${finding.path}:${finding.line}:${finding.rule}:${finding.subject}`}
              projectId={props.projectId}
              finding={finding}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FindingRow(props: { projectId: string; finding: FindingView }) {
  const { finding } = props;
  return (
    <tr>
      <td>
        <SeverityTag severity={finding.severity} />
      </td>
      <td>
        <a class="row-title" href={fileUrl(props.projectId, finding.path, finding.line)}>
          {ruleName(finding.rule)} in <span class="mono">{visibleText(finding.subject)}</span>
        </a>
        <span class="row-detail mono">{`${visibleText(finding.path)}:${finding.line}`}</span>
      </td>
      <td class="number" data-label="Value">
        {ruleValue(finding.rule, finding.value)}
      </td>
      <td class="number" data-label="Debt">
        <Debt minutes={finding.minutes} counted={finding.counted} />
      </td>
    </tr>
  );
}

/** Minutes of a finding; those that do not enter the debt say so. */
export function Debt(props: { minutes: number; counted: boolean }) {
  if (props.counted) return <>{formatWork(props.minutes)}</>;
  return <span class="muted">not counted</span>;
}

const SEVERITY_SIGNS: Record<Severity, string> = { info: "○", warning: "◐", error: "●", critical: "◆" };

/** Severity by sign, word and colour. */
export function SeverityTag(props: { severity: Severity }) {
  return (
    <span class={`severity severity-${props.severity}`}>
      <span aria-hidden="true">{SEVERITY_SIGNS[props.severity]}</span> {props.severity}
    </span>
  );
}
