import { formatRatio } from "../format.js";
import type { AnalysisView } from "../views.js";

const HEIGHT = 72;
/** Room above and below, so that a marker at the edge is whole. */
const MARGIN = 10;
const SIDE_PERCENT = 1.5;

interface Point {
  readonly id: string;
  /** Percent of the width. */
  readonly x: number;
  /** Pixels from the top. */
  readonly y: number;
  readonly grade: string;
}

/**
 * The debt ratio of the analyses that succeeded, oldest left, lowest ratio at the bottom. The table below it
 * holds the same figures. Lines and markers are placed in percent of the width, so nothing is distorted.
 */
export function Trend(props: { analyses: readonly AnalysisView[] }) {
  const points = pointsOf(props.analyses);
  const [first, last] = [props.analyses.findLast(hasRatio), props.analyses.find(hasRatio)];
  if (points.length < 2 || first === undefined || last === undefined) return null;
  return (
    <figure class="trend">
      <figcaption>
        Debt ratio from {formatRatio(first.debtRatio)} to {formatRatio(last.debtRatio)} over {points.length}{" "}
        analyses
      </figcaption>
      <svg width="100%" height={HEIGHT} aria-hidden="true" focusable="false">
        {points.slice(1).map((point, index) => (
          <line
            key={point.id}
            class="trend-line"
            x1={`${points[index]?.x}%`}
            y1={points[index]?.y}
            x2={`${point.x}%`}
            y2={point.y}
          />
        ))}
        {points.map((point) => (
          <circle
            key={point.id}
            class={`trend-point fill-${point.grade}`}
            cx={`${point.x}%`}
            cy={point.y}
            r="6"
          />
        ))}
      </svg>
    </figure>
  );
}

function hasRatio(analysis: AnalysisView): boolean {
  return analysis.debtRatio !== null;
}

function pointsOf(analyses: readonly AnalysisView[]): readonly Point[] {
  const shown = analyses.filter(hasRatio).toReversed();
  const ratios = shown.map(({ debtRatio }) => debtRatio ?? 0);
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  const span = most - least;
  const step = (100 - 2 * SIDE_PERCENT) / Math.max(1, shown.length - 1);
  return shown.map(({ id, debtRatio, grade }, index) => {
    const share = span === 0 ? 0.5 : ((debtRatio ?? 0) - least) / span;
    return {
      id,
      x: round(SIDE_PERCENT + index * step),
      y: round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)),
      grade: (grade ?? "none").toLowerCase(),
    };
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
