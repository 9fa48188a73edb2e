import { originKey } from "./settings.js";
import type { Reading } from "./settingsTree.js";

const CLONE_RULES = ["duplicate-identical", "duplicate-similar"];

/**
 * Complains about thresholds of copies that begin below the least mass of a copy, since nothing is ever found there.
 * One check of codebeat's sets both rules, and is complained about once.
 */
export function reportUnreachedThresholds({ draft, complain }: Reading): void {
  const { mass } = draft.duplication;
  const complained = new Set<string>();
  const check = (first: number | undefined, key: string) => {
    const line = draft.origins.get(key)?.line;
    if (first === undefined || first >= mass || line === undefined) return;
    const message = `copies are found from a mass of ${mass} on (duplication): a threshold of ${first} finds none that are smaller`;
    if (!complained.has(`${line} ${message}`)) complain(line, message);
    complained.add(`${line} ${message}`);
  };
  for (const rule of CLONE_RULES) {
    check(draft.thresholds.get(rule)?.[0], originKey("thresholds", rule));
    for (const [language, rules] of draft.languageThresholds)
      check(rules.get(rule)?.[0], originKey("thresholds", "languages", language, rule));
  }
}
