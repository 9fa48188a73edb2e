import type { Receipt, ReceiptItem } from "../../analyzer/types.js";
import { formatExactMinutes } from "../format.js";
import { visibleText } from "../hostileText.js";
import { ruleName, ruleValue } from "../rules.js";
import { fileUrl } from "../urls.js";
import { NumberHeadings } from "./NumberHeadings.js";

/** Every counted finding with its minutes, dearest first, and their sum. */
export function ReceiptItems(props: { projectId: string; receipt: Receipt }) {
  const { receipt } = props;
  if (receipt.items.length === 0) return <p class="muted">No finding is counted, so the debt is zero.</p>;
  return (
    <section class="section" aria-labelledby="items-title">
      <h2 id="items-title">Counted findings</h2>
      <div class="table-frame">
        <table class="table table-items">
          <caption class="visually-hidden">Counted findings, most expensive first</caption>
          <thead>
            <tr>
              <th scope="col">Finding</th>
              <NumberHeadings names={["Value", "Minutes"]} />
            </tr>
          </thead>
          <tbody>
            {receipt.items.map((item) => (
              <tr key={`${item.path}:${item.line}:${item.rule}:${item.subject}`}>
                <td>
                  {ruleName(item.rule)} in <span class="mono">{visibleText(item.subject)}</span>
                  <a class="row-detail mono" href={fileUrl(props.projectId, item.path, item.line)}>
                    {`${visibleText(item.path)}:${item.line}`}
                  </a>
                </td>
                <td class="number" data-label="Value">
                  {ruleValue(item.rule, item.value)}
                  <span class="row-detail">{terms(item)}</span>
                </td>
                <td class="number" data-label="Minutes">
                  {formatExactMinutes(item.minutes)}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Sum</th>
              <td />
              <td class="number">{formatExactMinutes(receipt.debtMinutes)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}

/** The terms whose result stands beside them: base + per unit × (value − first threshold). */
function terms(item: ReceiptItem): string {
  return `${item.baseMinutes} + ${item.minutesPerUnit} × (${item.value} − ${item.firstThreshold})`;
}
