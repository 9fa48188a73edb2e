import type { Grade as Letter } from "../../analyzer/types.js";
import { formatWork } from "../format.js";
import { visibleText } from "../hostileText.js";
import type { QuickWins } from "../overview.js";
import { fileUrl } from "../urls.js";
import { Grade } from "./Grade.js";

/** The few things whose mending helps most, and how many of them reach the next grade. */
export function QuickWinList(props: { projectId: string; quickWins: QuickWins; grade: Letter | null }) {
  const { wins, next } = props.quickWins;
  return (
    <section class="card" aria-labelledby="wins-title">
      <h2 id="wins-title">Quick wins</h2>
      {wins.length === 0 ? (
        <p class="muted">Nothing to mend: no finding costs anything.</p>
      ) : (
        <>
          <p class="card-lead">
            {next === null ? (
              <Steady grade={props.grade} />
            ) : (
              <>
                {next.count === 1 ? "Mending the first" : `Mending the first ${next.count}`} reaches{" "}
                <Grade grade={next.grade} />
              </>
            )}
          </p>
          <ol class="wins">
            {wins.map((win, index) => (
              <li
                key={`${win.path}:${win.line}:${win.subject}`}
                class={isNeeded(index, next) ? "win win-needed" : "win"}
              >
                <a class="row-title mono" href={fileUrl(props.projectId, win.path, win.line)}>
                  {visibleText(win.subject)}
                </a>
                <span class="win-gain">
                  <span class="visually-hidden">saves </span>−{formatWork(win.gainMinutes)}
                </span>
                <span class="row-detail mono">{`${visibleText(win.path)}:${win.line}`}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function isNeeded(index: number, next: QuickWins["next"]): boolean {
  return next !== null && index < next.count;
}

function Steady(props: { grade: Letter | null }) {
  if (props.grade === "A") return <>Already the best grade. These would lower the debt most.</>;
  return <>The next grade takes more than these five, but these lower the debt most.</>;
}
