import type { Finding } from "../../analyzer/types.js";
import { visibleText } from "../hostileText.js";
import { ruleName, ruleValue } from "../rules.js";
import { lineAnchor } from "../urls.js";
import { Debt, SeverityTag } from "./FindingsTable.js";
import { NumberHeadings } from "./NumberHeadings.js";

/**
 * The findings of one file by line. They link to their line where it is on the page; where it is not, the
 * row itself is the target of links to that line.
 */
export function FileFindings(props: {
  findings: readonly Finding[];
  isLineShown: (line: number) => boolean;
}) {
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
                <NumberHeadings names={["Value", "Debt"]} />
              </tr>
            </thead>
            <tbody>
              {findings.map((finding, index) => (
                <Row
                  key={`${finding.line}:${finding.rule}:${finding.subject}`}
                  finding={finding}
                  isLineShown={props.isLineShown(finding.line)}
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

function Row(props: { finding: Finding; isLineShown: boolean; anchor: string | undefined }) {
  const { finding } = props;
  return (
    <tr id={props.isLineShown ? undefined : props.anchor}>
      <td class="number" data-label="Line">
        {props.isLineShown ? <a href={`#${lineAnchor(finding.line)}`}>{finding.line}</a> : finding.line}
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
