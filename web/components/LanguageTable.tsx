import type { LanguageTotals, ReportTotals } from "../../analyzer/types.js";
import { formatCount, formatCounted, formatRatio } from "../format.js";
import { languageName } from "../languages.js";
import { partUrl } from "../urls.js";
import { Grade } from "./Grade.js";
import { NumberHeadings } from "./NumberHeadings.js";

/**
 * Grade, size and debt ratio per language, and the size of it all, tests included. Languages of the whole project
 * lead to their own pages; within a part they have none.
 */
export function LanguageTable(props: {
  projectId: string;
  isLinked: boolean;
  languages: readonly LanguageTotals[];
  totals: ReportTotals;
}) {
  const { totals } = props;
  return (
    <section class="card" aria-labelledby="languages-title">
      <h2 id="languages-title">Languages</h2>
      <table class="table table-plain">
        <caption class="visually-hidden">Grades by language</caption>
        <thead>
          <tr>
            <th scope="col">Grade</th>
            <th scope="col">Language</th>
            <th scope="col" class="number wide-only">
              Files
            </th>
            <NumberHeadings names={["Code lines", "Debt ratio"]} />
          </tr>
        </thead>
        <tbody>
          {props.languages.map((language) => (
            <tr key={language.language}>
              <td class="cell-grade">
                <Grade grade={language.grade} />
              </td>
              <th scope="row">
                {props.isLinked ? (
                  <a
                    class="path"
                    href={partUrl(props.projectId, { kind: "language", name: language.language })}
                  >
                    {languageName(language.language)}
                  </a>
                ) : (
                  languageName(language.language)
                )}
              </th>
              <td class="number wide-only">{formatCount(language.files)}</td>
              <td class="number">{formatCount(language.codeLines)}</td>
              <td class="number">{formatRatio(language.debtRatio)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="card-foot">
        {formatCounted(totals.files, "file")} with {formatCounted(totals.functions, "function")},{" "}
        {formatCounted(totals.codeLines, "code line")} and{" "}
        {formatCounted(totals.commentLines, "comment line")}.
      </p>
    </section>
  );
}
