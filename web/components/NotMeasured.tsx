import type { SettingsProblem, SkipReason } from "../../analyzer/types.js";
import { formatCount, formatCounted } from "../format.js";
import { visibleText } from "../hostileText.js";
import type { SkippedGroup } from "../overview.js";
import { fileUrl } from "../urls.js";
import { Notice } from "./Notice.js";

const REASONS: Record<SkipReason, string> = {
  generated: "Generated code",
  vendored: "Somebody else’s code (vendored)",
  minified: "Minified code",
  excluded: "Excluded by the settings",
  binary: "Binary files",
  "too-large": "Larger than one file may be",
  symlink: "Symbolic links, never followed",
  submodule: "Submodules, never fetched",
  "lfs-pointer": "Git LFS pointers",
  encoding: "Not in a readable encoding",
  "unsupported-language": "Languages that are not measured",
  path: "Names that are not safe to handle",
  failed: "Files the analyzer gave up on",
};

/** What stands in the revision and was not measured, by reason, with names. */
export function NotMeasured(props: { groups: readonly SkippedGroup[] }) {
  const total = props.groups.reduce((sum, group) => sum + group.count, 0);
  if (total === 0) return null;
  return (
    <section class="section" aria-labelledby="skipped-title">
      <h2 id="skipped-title">Not measured</h2>
      <p class="muted">
        {formatCounted(total, "file")} of this revision {total === 1 ? "was" : "were"} left out of the grade.
      </p>
      <div class="folds">
        {props.groups.map((group) => (
          <SkippedFold key={group.reason} group={group} />
        ))}
      </div>
    </section>
  );
}

function SkippedFold(props: { group: SkippedGroup }) {
  const { group } = props;
  const hidden = group.count - group.paths.length;
  return (
    <details>
      <summary>
        <span>{REASONS[group.reason]}</span> <span class="fold-count">{formatCount(group.count)}</span>
      </summary>
      <ul class="paths mono">
        {group.paths.map((path) => (
          <li key={path}>{visibleText(path)}</li>
        ))}
      </ul>
      {hidden > 0 && <p class="muted">and {formatCount(hidden)} more</p>}
    </details>
  );
}

/** Files that could only be read in part. */
export function ParseErrors(props: {
  projectId: string;
  files: readonly { readonly path: string; readonly lines: number }[];
}) {
  if (props.files.length === 0) return null;
  return (
    <section class="section" aria-labelledby="parse-title">
      <h2 id="parse-title">Read only in part</h2>
      <p class="muted">These files hold lines the parser could not make sense of. The rest of them counts.</p>
      <ul class="paths">
        {props.files.map((file) => (
          <li key={file.path}>
            <a class="mono" href={fileUrl(props.projectId, file.path)}>
              {visibleText(file.path)}
            </a>{" "}
            <span class="muted">{formatCounted(file.lines, "line")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Mistakes in the repository's settings, each with its place; the valid rest was applied. */
export function SettingsProblems(props: { problems: readonly SettingsProblem[] }) {
  if (props.problems.length === 0) return null;
  return (
    <Notice tone="warning" title="Part of the repository’s settings was not applied">
      <ul class="problems">
        {props.problems.map((problem) => (
          <li key={`${problem.file}:${problem.line}:${problem.message}`}>
            <code>{visibleText(`${problem.file}:${problem.line}`)}</code> {visibleText(problem.message)}
          </li>
        ))}
      </ul>
      <p class="muted">The valid rest of the settings was applied.</p>
    </Notice>
  );
}
