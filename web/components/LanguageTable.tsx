import type { LanguageTotals } from "../../analyzer/types.js";
import { formatCount, formatRatio } from "../format.js";
import { languageName } from "../languages.js";
import { Grade } from "./Grade.js";

/** Grade, size and debt ratio per language. */
export function LanguageTable(props: { languages: readonly LanguageTotals[] }) {
  return (
    <section class="card" aria-labelledby="languages-title">
      <h2 id="languages-title">Languages</h2>
      <table class="table table-plain">
        <caption class="visually-hidden">Grades by language</caption>
        <thead>
          <tr>
            <th scope="col">Language</th>
            <th scope="col" class="number">
              Files
            </th>
            <th scope="col" class="number">
              Code lines
            </th>
            <th scope="col" class="number">
              Debt ratio
            </th>
            <th scope="col" class="cell-grade">
              Grade
            </th>
          </tr>
        </thead>
        <tbody>
          {props.languages.map((language) => (
            <tr key={language.language}>
              <th scope="row">{languageName(language.language)}</th>
              <td class="number">{formatCount(language.files)}</td>
              <td class="number">{formatCount(language.codeLines)}</td>
              <td class="number">{formatRatio(language.debtRatio)}</td>
              <td class="cell-grade">
                <Grade grade={language.grade} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
