import { RULES } from "../rules/index.js";

/** What is wrong with a rule's name, and which names there are. */
export function unknownRule(id: string): string {
  return `there is no rule "${shown(id)}"; the rules are ${RULES.map((rule) => rule.id).join(", ")}`;
}

/** Longest part of a repository's own text that a message repeats, in characters. */
const SHOWN_CHARACTERS = 60;

/** Text of a repository as a message repeats it. */
export function shown(text: string): string {
  const characters = [...text.slice(0, 2 * SHOWN_CHARACTERS)];
  return characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join("")}…` : text;
}
