import type { Grade } from "../../analyzer/types.js";
import { formatRatio } from "../format.js";
import type { Cutoffs } from "../overview.js";

const GRADES: readonly Grade[] = ["A", "B", "C", "D", "F"];
const SHARE_PERCENT = 100 / GRADES.length;

/**
 * Where a project stands between the cut-offs. The GPA falls by one from cut-off to cut-off, so grades A to
 * D are equally wide and the marker's place is linear in it; the figures beside it say the same in text.
 */
export function RatioScale(props: { gpa: number; debtRatio: number; cutoffs: Cutoffs }) {
  const place = (4 - Math.min(4, Math.max(0, props.gpa))) * SHARE_PERCENT;
  const left = props.gpa <= 0 ? 100 - SHARE_PERCENT / 2 : place;
  return (
    <div class="scale">
      <svg
        class="scale-bar"
        width="100%"
        height="26"
        role="img"
        aria-label={`Debt ratio ${formatRatio(props.debtRatio)} on the scale from A to F`}
      >
        {GRADES.map((grade, index) => (
          <rect
            key={grade}
            class={`scale-part fill-${grade.toLowerCase()}`}
            x={`${index * SHARE_PERCENT}%`}
            y="9"
            width={`${SHARE_PERCENT}%`}
            height="8"
          />
        ))}
        <circle class="scale-marker" cx={`${left.toFixed(2)}%`} cy="13" r="8" />
      </svg>
      <ol class="scale-labels" aria-hidden="true">
        {GRADES.map((grade) => (
          <li key={grade}>
            <span class="scale-letter">{grade}</span> {cutoffLabel(props.cutoffs, grade)}
          </li>
        ))}
      </ol>
    </div>
  );
}

function cutoffLabel(cutoffs: Cutoffs, grade: Grade): string {
  return grade === "F" ? `> ${wholePercent(cutoffs.D)}` : `≤ ${wholePercent(cutoffs[grade])}`;
}

function wholePercent(fraction: number): string {
  return `${Number((fraction * 100).toFixed(2))} %`;
}
