import type { ReceiptItem } from "../../analyzer/types.js";
import { formatCount, formatExactMinutes } from "../format.js";
import { sumMinutes, sumsByRule } from "../receiptSums.js";
import { ruleName } from "../rules.js";
import { NumberHeadings } from "./NumberHeadings.js";

/** What each rule costs in sum. */
export function ReceiptTotalsByRule(props: { items: readonly ReceiptItem[] }) {
  if (props.items.length === 0) return null;
  return (
    <section class="section" aria-labelledby="rules-title">
      <h2 id="rules-title">By rule</h2>
      <table class="table table-rules">
        <caption class="visually-hidden">Counted minutes by rule</caption>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <NumberHeadings names={["Findings", "Minutes"]} />
          </tr>
        </thead>
        <tbody>
          {sumsByRule(props.items).map((sum) => (
            <tr key={sum.rule}>
              <th scope="row">
                {ruleName(sum.rule)} <code class="rule-id">{sum.rule}</code>
              </th>
              <td class="number">{formatCount(sum.findings)}</td>
              <td class="number">{formatExactMinutes(sum.minutes)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Together</th>
            <td class="number">{formatCount(props.items.length)}</td>
            <td class="number">{formatExactMinutes(sumMinutes(props.items.map((item) => item.minutes)))}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
