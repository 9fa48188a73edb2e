import type { Finding } from "../../analyzer/types.js";
import { visibleText } from "../hostileText.js";
import { ruleName, ruleValue } from "../rules.js";
import { lineAnchor } from "../urls.js";
import { Debt, SeverityTag } from "./FindingsTable.js";

/**
 * The findings of one file by line. `anchored`: no source is shown, so that the rows themselves are the
 * targets of links to a line.
 */
export function FileFindings(props: { findings: readonly Finding[]; anchored: boolean }) {
  const { findings } = props;
  return (
    <section class="section" aria-labelledby="findings-title">
      <h2 id="findings-title">Findings</h2>
      {findings.length === 0 ? (
        <p class="muted">No findings in this file.</p>
      ) : (
        <div class="table-frame">
          <table class="table table-file-findings">
            <caption class="visually-hidden">Findings in this file, by line</caption>
            <thead>
              <tr>
                <th scope="col" class="number">
                  Line
                </th>
                <th scope="col">Finding</th>
                <th scope="col">Severity</th>
                <th scope="col" class="number">
                  Value
                </th>
                <th scope="col" class="number">
                  Debt
                </th>
              </tr>
            </thead>
            <tbody>
              {findings.map((finding, index) => (
                <Row
                  key={`${finding.line}:${finding.rule}:${finding.subject}`}
                  finding={finding}
                  anchored={props.anchored}
                  anchor={findings[index - 1]?.line === finding.line ? undefined : lineAnchor(finding.line)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row(props: { finding: Finding; anchored: boolean; anchor: string | undefined }) {
  const { finding } = props;
  return (
    <tr id={props.anchored ? props.anchor : undefined}>
      <td class="number" data-label="Line">
        {props.anchored ? finding.line : <a href={`#${lineAnchor(finding.line)}`}>{finding.line}</a>}
      </td>
      <th scope="row">
        {ruleName(finding.rule)} in <span class="mono">{visibleText(finding.subject)}</span>
        <span class="row-detail">{visibleText(finding.message)}</span>
      </th>
      <td>
        <SeverityTag severity={finding.severity} />
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
