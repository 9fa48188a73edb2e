import type { Receipt } from "../../analyzer/types.js";
import { ProjectHead } from "../components/ProjectHead.js";
import { ReceiptItems } from "../components/ReceiptItems.js";
import { ReceiptSum } from "../components/ReceiptSum.js";
import { ReceiptTotalsByRule } from "../components/ReceiptTotalsByRule.js";
import { formatInstant } from "../format.js";
import type { ProjectView, RevisionView } from "../views.js";

export interface ReceiptPageProps {
  readonly project: ProjectView;
  readonly revision: RevisionView;
  readonly receipt: Receipt;
}

/** The grade's sum written out, printable, so that anybody can recompute it with a calculator. */
export function ReceiptPage(props: ReceiptPageProps) {
  const { receipt, revision } = props;
  return (
    <>
      <ProjectHead project={props.project} tab="receipt" />
      <article class="receipt">
        <h1>Receipt for {props.project.name}</h1>
        <dl class="facts">
          <Fact name="Commit" value={revision.commit} mono />
          <Fact name="Branch" value={revision.branch} mono />
          <Fact name="Analysed" value={formatInstant(revision.analyzedAtMs)} />
          <Fact name="Analyzer" value={`version ${receipt.analyzerVersion}`} />
          <Fact name="Settings" value={receipt.settingsHash} mono />
        </dl>
        <ReceiptSum receipt={receipt} />
        <ReceiptTotalsByRule items={receipt.items} />
        <ReceiptItems projectId={props.project.id} receipt={receipt} />
        <Recompute receipt={receipt} />
      </article>
    </>
  );
}

function Fact(props: { name: string; value: string; mono?: boolean }) {
  return (
    <div class="fact">
      <dt>{props.name}</dt>
      <dd class={props.mono === true ? "mono" : undefined}>{props.value}</dd>
    </div>
  );
}

function Recompute(props: { receipt: Receipt }) {
  return (
    <section class="section" aria-labelledby="recompute-title">
      <h2 id="recompute-title">Recompute it yourself</h2>
      <p>
        Add the minutes of the list, divide by the graded lines times {props.receipt.minutesPerLine}, and
        compare with the cut-offs; on a cut-off the better grade holds. Or let the command line do it on your
        own clone, with the same analyzer version and settings:
      </p>
      <pre class="command">
        <code>sealgrade grade PATH --revision {props.receipt.revision ?? "HEAD"} --format json</code>
      </pre>
    </section>
  );
}
