import { booleanLogic } from "./booleanLogic.js";
import { duplicateIdentical } from "./duplicateIdentical.js";
import { duplicateSimilar } from "./duplicateSimilar.js";
import { functionAbc } from "./functionAbc.js";
import { functionCognitive } from "./functionCognitive.js";
import { functionCyclomatic } from "./functionCyclomatic.js";
import { functionLength } from "./functionLength.js";
import { functionNesting } from "./functionNesting.js";
import { functionParameters } from "./functionParameters.js";
import { functionReturns } from "./functionReturns.js";
import { functionReturnValues } from "./functionReturnValues.js";
import type { Rule } from "./rule.js";
import { typeComplexity } from "./typeComplexity.js";
import { typeFields } from "./typeFields.js";
import { typeFunctions } from "./typeFunctions.js";
import { typeLength } from "./typeLength.js";

/** Every rule, sorted by id: correlated findings of equal price are decided by this order. */
export const RULES: readonly Rule[] = [
  booleanLogic,
  duplicateIdentical,
  duplicateSimilar,
  functionAbc,
  functionCognitive,
  functionCyclomatic,
  functionLength,
  functionNesting,
  functionParameters,
  functionReturnValues,
  functionReturns,
  typeComplexity,
  typeFields,
  typeFunctions,
  typeLength,
];

const RULES_BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of that id, or `undefined` where this version has none. */
export function findRule(id: string): Rule | undefined {
  return RULES_BY_ID.get(id);
}
