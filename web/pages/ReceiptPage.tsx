import type { Part, Receipt } from "../../analyzer/types.js";
import { PartCrumbs } from "../components/PartCrumbs.js";
import { PartLabel } from "../components/PartLabel.js";
import { ProjectHead } from "../components/ProjectHead.js";
import { ReceiptItems } from "../components/ReceiptItems.js";
import { ReceiptSum } from "../components/ReceiptSum.js";
import { ReceiptTotalsByRule } from "../components/ReceiptTotalsByRule.js";
import { formatInstant } from "../format.js";
import { visibleText } from "../hostileText.js";
import { partOption } from "../parts.js";
import type { ProjectView, RevisionView } from "../views.js";

export interface ReceiptPageProps {
  readonly project: ProjectView;
  readonly revision: RevisionView;
  /** Absent for the whole project. */
  readonly part?: Part | undefined;
  readonly receipt: Receipt;
}

/** The sum of the project's grade or of a part's written out, printable, so that anybody can recompute it. */
export function ReceiptPage(props: ReceiptPageProps) {
  const { project, receipt, revision, part } = props;
  return (
    <>
      <ProjectHead project={project} tab="receipt" />
      <article class="receipt">
        {part !== undefined && <PartCrumbs projectId={project.id} part={part} />}
        <h1>
          Receipt for{" "}
          {part === undefined ? (
            project.name
          ) : (
            <>
              the <PartLabel part={part} />
            </>
          )}
        </h1>
        <dl class="facts">
          {part !== undefined && <Fact name="Project" value={project.name} />}
          <Fact name="Commit" value={revision.commit} mono />
          <Fact name="Branch" value={revision.branch} mono />
          <Fact name="Analysed" value={formatInstant(revision.analyzedAtMs)} />
          <Fact name="Analyzer" value={`version ${receipt.analyzerVersion}`} />
          <Fact name="Settings" value={receipt.settingsHash} mono />
        </dl>
        <ReceiptSum receipt={receipt} />
        <ReceiptTotalsByRule items={receipt.items} />
        <ReceiptItems projectId={project.id} receipt={receipt} />
        <Recompute receipt={receipt} part={part} />
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

function Recompute(props: { receipt: Receipt; part: Part | undefined }) {
  const only = props.part === undefined ? "" : ` ${visibleText(partOption(props.part))}`;
  return (
    <section class="section" aria-labelledby="recompute-title">
      <h2 id="recompute-title">Recompute it yourself</h2>
      <p>
        Add the minutes of the list, divide by the graded lines times {props.receipt.minutesPerLine}, and
        compare with the cut-offs; on a cut-off the better grade holds. Or let the command line do it on your
        own clone, with the same analyzer version and settings:
      </p>
      <pre class="command">
        <code>
          sealgrade grade PATH --revision {props.receipt.revision ?? "HEAD"}
          {only} --format json
        </code>
      </pre>
    </section>
  );
}
