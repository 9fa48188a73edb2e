import type { Part, ReportTotals } from "../../analyzer/types.js";
import { formatCount, formatGpa, formatRatio, formatWork } from "../format.js";
import type { Cutoffs } from "../overview.js";
import { receiptUrl } from "../urls.js";
import { Grade } from "./Grade.js";
import { RatioScale } from "./RatioScale.js";

/** The grade of the project or a part with the figures it comes from and its place on the scale. */
export function GradeHero(props: {
  projectId: string;
  part?: Part | undefined;
  totals: ReportTotals;
  cutoffs: Cutoffs;
}) {
  const { totals } = props;
  return (
    <section class="hero" aria-labelledby="grade-title">
      <h2 id="grade-title" class="visually-hidden">
        Grade
      </h2>
      <div class="hero-seal">
        <Grade grade={totals.grade} size="large" />
      </div>
      <div class="hero-body">
        <dl class="figures">
          <Figure name="Debt ratio" value={formatRatio(totals.debtRatio)} />
          <Figure name="GPA" value={formatGpa(totals.gpa)} detail="of 4.00" />
          <Figure name="Debt" value={formatWork(totals.debtMinutes)} detail="in days of 8 hours" />
          <Figure name="Graded lines" value={formatCount(totals.gradedLines)} />
          <Figure name="Copied lines" value={formatRatio(copiedShare(totals))} detail="of all code" />
        </dl>
        {totals.gpa !== null && totals.debtRatio !== null ? (
          <RatioScale gpa={totals.gpa} debtRatio={totals.debtRatio} cutoffs={props.cutoffs} />
        ) : (
          <p class="muted">There are no graded lines here, so there is no grade.</p>
        )}
        <p class="hero-note">
          Every minute is accounted for: <a href={receiptUrl(props.projectId, props.part)}>see the receipt</a>
          .
        </p>
      </div>
    </section>
  );
}

/** Share of the code lines that are copies of others; `null` without code. */
function copiedShare({ duplicatedLines, codeLines }: ReportTotals): number | null {
  return codeLines === 0 ? null : duplicatedLines / codeLines;
}

function Figure(props: { name: string; value: string; detail?: string }) {
  return (
    <div class="figure">
      <dt>{props.name}</dt>
      <dd>
        {props.value}
        {props.detail !== undefined && <span class="figure-detail">{props.detail}</span>}
      </dd>
    </div>
  );
}
