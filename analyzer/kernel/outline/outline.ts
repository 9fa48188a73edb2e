import * as At from "../../common/at";
import * as Concept from "../../common/concept";
import * as Kind from "../../common/kind";
import { BARRIER, FUNCTION, SIGNATURE } from "../clones/part";
import * as columns from "../columns";
import * as language from "../language";
import { newPile } from "../memory";
import { childAt, firstOf, fitsOne } from "../selectors";
import { count, lastOf, NO_NODE, parentOf, symbolOf } from "../tree";
import { clearBooleans, expressionIn, placeOperators, runIn } from "./booleans";
import { conceptOf, leadsToElseIf } from "./concepts";
import { findDocstring } from "./docstrings";
import { addEvent, clearEvents, closeBefore, openScope } from "./events";

/**
 * Reads the events of a file, with what else is told apart by kinds and places: comments and documentation, fields of types, imports
 * and declarations without a body. It is all that metrics of functions see, and it knows nothing of them.
 */

const ROOT: u32 = 0;

/** Comment nodes, documentation among them, in source order; none inside another. */
export const comments = newPile();
/** Nodes that declare fields where they are declared or first named. */
export const fields = newPile();

export function readOutline(): void {
  comments.clear();
  fields.clear();
  clearEvents();
  clearBooleans();
  findDocstring(ROOT);
  for (let node: u32 = 0; node < count; node++) {
    const kind = language.kindOf(node);
    if ((kind & Kind.Interesting) === 0) continue;
    if ((kind & Kind.Comment) !== 0 || isDocumentation(node, kind)) {
      store<u32>(comments.add(4), node);
      columns.mark(node, columns.COMMENT);
      node = lastOf(node);
      continue;
    }
    closeBefore(node);
    placeApart(node, kind);
    const meaning = conceptOf(node);
    if (meaning === Concept.Ignored) {
      node = lastOf(node);
      continue;
    }
    addAsEvent(node, meaning);
    if ((kind & Kind.BooleanHost) !== 0) placeOperators(node);
  }
}

function isDocumentation(node: u32, kind: u32): bool {
  if ((kind & Kind.Documentation) === 0) return false;
  return (
    columns.isMarked(node, columns.DOCSTRING) || fitsOne(language.member(At.LanguageDocumentation), node)
  );
}

/** Notes fields, imports and signatures. */
function placeApart(node: u32, kind: u32): void {
  if ((kind & Kind.Field) !== 0) addField(node);
  if ((kind & Kind.Import) !== 0 && fitsOne(language.member(At.LanguageImports), node))
    columns.setPlace(node, BARRIER);
  if ((kind & Kind.Signature) !== 0 && fitsOne(language.member(At.LanguageSignatures), node))
    columns.setPlace(node, SIGNATURE);
}

function addField(node: u32): void {
  const candidates = language.entry(language.member(At.LanguageFields), symbolOf(node));
  const selector = firstOf(candidates, node);
  if (selector === 0) return;
  const field = fields.add(At.FieldWords << 2);
  store<i32>(field + (At.FieldScope << 2), openScope());
  store<u32>(field + (At.FieldNode << 2), node);
  store<u32>(field + (At.FieldPart << 2), load<u32>(selector + (At.SelectorMeaning << 2)));
}

/** Adds what of a node is counted. */
function addAsEvent(node: u32, meaning: u32): void {
  if (meaning === Concept.FunctionLike) {
    findDocstring(node);
    const body = language.member(At.LanguageBody);
    if (body !== 0 && childAt(node, body) === NO_NODE) {
      columns.setPlace(node, SIGNATURE);
      return;
    }
    if (body !== 0 && columns.placeOf(node) !== SIGNATURE) columns.setPlace(node, FUNCTION);
  }
  if (meaning === Concept.Type) findDocstring(node);
  if (meaning === Concept.None || (meaning === Concept.Else && leadsToElseIf(node))) return;
  const host = parentOf(node);
  addEvent(node, meaning, runIn(host), expressionIn(host));
}
