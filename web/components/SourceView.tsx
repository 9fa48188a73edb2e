import type { Finding } from "../../analyzer/types.js";
import { sourceLinesHtml, visibleText } from "../hostileText.js";
import { ruleName } from "../rules.js";
import { Debt, SeverityTag } from "./FindingsTable.js";

/** Lines are laid out in blocks of this many, so that the browser skips what is out of sight. */
const BLOCK_LINES = 200;

/** Consecutive source lines with each finding below the line it begins on. */
export function SourceView(props: {
  lines: readonly string[];
  /** 1-based number of the first of them. */
  firstLine: number;
  findings: readonly Finding[];
}) {
  return (
    <div class="source">
      {blocksOf(props).map((block) => (
        <div key={block.firstLine}>
          <Lines lines={block.lines} firstLine={block.firstLine} />
          {block.findings.length > 0 && <LineFindings findings={block.findings} />}
        </div>
      ))}
    </div>
  );
}

interface Block {
  readonly firstLine: number;
  readonly lines: readonly string[];
  /** About the last line of the block. */
  readonly findings: readonly Finding[];
}

/** Cuts the lines after every line with findings and after each full block. */
function blocksOf(o: {
  lines: readonly string[];
  firstLine: number;
  findings: readonly Finding[];
}): readonly Block[] {
  const byLine = Map.groupBy(o.findings, (finding) => finding.line);
  const blocks: Block[] = [];
  let start = 0;
  for (let index = 0; index < o.lines.length; index += 1) {
    const findings = byLine.get(o.firstLine + index) ?? [];
    const isFull = index - start + 1 === BLOCK_LINES;
    if (findings.length === 0 && !isFull && index < o.lines.length - 1) continue;
    blocks.push({ firstLine: o.firstLine + start, lines: o.lines.slice(start, index + 1), findings });
    start = index + 1;
  }
  return blocks;
}

function Lines(props: { lines: readonly string[]; firstLine: number }) {
  const html = sourceLinesHtml(props.lines, props.firstLine);
  // Safe because sourceLinesHtml escapes every line, which its specs hold it to; the only raw HTML of the product.
  const isFull = props.lines.length === BLOCK_LINES;
  return <div class={isFull ? "source-block-full" : undefined} dangerouslySetInnerHTML={{ __html: html }} />;
}

function LineFindings(props: { findings: readonly Finding[] }) {
  return (
    <ul class="line-findings">
      {props.findings.map((finding) => (
        <li key={`${finding.rule}:${finding.subject}`}>
          <SeverityTag severity={finding.severity} />
          <span class="line-finding-text">
            <strong>{ruleName(finding.rule)}.</strong> {visibleText(finding.message)}
          </span>
          <span class="line-finding-debt">
            <Debt minutes={finding.minutes} counted={finding.counted} />
          </span>
        </li>
      ))}
    </ul>
  );
}
