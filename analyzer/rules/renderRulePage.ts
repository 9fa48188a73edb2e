import type { Rule } from "./rule.js";

/**
 * The page about a rule in `docs/rules`, as Markdown. It holds nothing but the rule's literal, so that the
 * page cannot say something else than the product does; a spec compares them and can write them anew.
 */
export function renderRulePage(rule: Rule): string {
  const [info, warning, error, critical] = rule.thresholds;
  return `# ${rule.title} (\`${rule.id}\`)

${rule.measures}

**Why it matters.** ${rule.why}

**What to do.** ${rule.advice}

| severity | from |
|---|---|
| info | ${info} |
| warning | ${warning} |
| error | ${error} |
| critical | ${critical} |
${languageSentences(rule)}
**Debt.** ${debtSentence(rule)}
${rule.group === null ? "" : `\n${GROUP_SENTENCES[rule.group]}\n`}
**Source.** ${rule.source}.

Thresholds can be changed in \`.sealgrade.yml\`; one number replaces the first and scales the rest. The rule
can be switched off there or by a comment:

\`\`\`yaml
thresholds:
  ${rule.id}: [${rule.thresholds.join(", ")}]
rules:
  ${rule.id}: off
\`\`\`

\`\`\`
sealgrade:disable-next-line[${rule.id}]
\`\`\`
`;
}

/** The list of all rules, as Markdown. */
export function renderRuleIndex(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => {
    const { base, perUnit } = rule.minutes;
    const price = `${base} + ${perUnit} × (value − ${rule.thresholds[0]})`;
    return `| [\`${rule.id}\`](${rule.id}.md) | ${rule.title} | ${rule.thresholds.join(", ")} | ${price} |`;
  });
  return `# Rules

Thresholds are those of info, warning, error and critical. Debt is in minutes.

| rule | about | thresholds | debt |
|---|---|---|---|
${rows.join("\n")}

These pages are written from the rules' own literals in \`analyzer/rules\`; change those, then run the specs
with \`SPEC_WRITE_RULE_PAGES=yes\`.
`;
}

/** The price with one value worked out. */
function debtSentence({ thresholds, minutes }: Rule): string {
  const { base, perUnit } = minutes;
  const [first, second] = thresholds;
  const sum = `${base} + ${perUnit} × (${second} − ${first})`;
  return `${base} minutes at ${first}, and ${perUnit} more for each one above: ${second} costs ${sum} = ${base + perUnit * (second - first)} minutes.`;
}

/** Where languages have thresholds of their own. */
function languageSentences({ languageThresholds = {} }: Rule): string {
  return Object.entries(languageThresholds)
    .map(([language, thresholds]) => `\nFor \`${language}\`: ${thresholds.join(", ")}.\n`)
    .join("");
}

const GROUP_SENTENCES = {
  "function-size": `ABC size, cyclomatic complexity, cognitive complexity and length of one function measure one thing: all are
shown, only the dearest counts.`,
  "type-size": `Complexity and length of one type measure one thing: both are shown, only the dearer counts.`,
} as const;
