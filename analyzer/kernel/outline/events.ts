import * as At from "../../common/at";
import * as Concept from "../../common/concept";
import { newPile } from "../memory";
import { isLeaf, lastOf } from "../tree";

/** One file reduced to events: the nodes that are a concept, in source order. */

/** Index of no event and no function. */
export const NOTHING: i32 = -1;

const EVENT_BYTES: u32 = At.EventWords << 2;
const FUNCTION_BYTES: u32 = At.FunctionWords << 2;

export const events = newPile();
export const functions = newPile();
/** Events that are types. */
export const types = newPile();

/** Innermost event around the node being read. */
let open: i32 = NOTHING;

export function clearEvents(): void {
  events.clear();
  functions.clear();
  types.clear();
  open = NOTHING;
}

export function eventCount(): u32 {
  return events.used / EVENT_BYTES;
}

export function functionCount(): u32 {
  return functions.used / FUNCTION_BYTES;
}

export function eventAt(event: u32, member: u32): i32 {
  return load<i32>(events.base + event * EVENT_BYTES + (member << 2));
}

export function setEventAt(event: u32, member: u32, value: i32): void {
  store<i32>(events.base + event * EVENT_BYTES + (member << 2), value);
}

export function functionAt(fn: u32, member: u32): i32 {
  return load<i32>(functions.base + fn * FUNCTION_BYTES + (member << 2));
}

export function setFunctionAt(fn: u32, member: u32, value: i32): void {
  store<i32>(functions.base + fn * FUNCTION_BYTES + (member << 2), value);
}

export function addToFunction(fn: u32, member: u32, value: i32): void {
  const at = functions.base + fn * FUNCTION_BYTES + (member << 2);
  store<i32>(at, load<i32>(at) + value);
}

/** Adds to a number that hostile files may take beyond 32 bits, where it stays at the largest of them. */
export function addToLarge(fn: u32, member: u32, value: u64): void {
  const at = functions.base + fn * FUNCTION_BYTES + (member << 2);
  store<u32>(at, <u32>min<u64>(<u64>load<u32>(at) + value, u32.MAX_VALUE));
}

/** Node of an event. */
export function nodeOf(event: u32): u32 {
  return eventAt(event, At.EventNode);
}

/** Node of a function. */
export function functionNode(fn: u32): u32 {
  return nodeOf(functionAt(fn, At.FunctionEvent));
}

/** Concept of an event, none of no event. */
export function conceptAt(event: i32): u32 {
  return event === NOTHING ? Concept.None : eventAt(event, At.EventConcept);
}

/** Ends the events that do not reach to a node. */
export function closeBefore(node: u32): void {
  while (open !== NOTHING && node > lastOf(nodeOf(open))) open = eventAt(open, At.EventUp);
}

/** The innermost function or type around the node being read. */
export function openScope(): i32 {
  return scopeIn(open);
}

function scopeIn(event: i32): i32 {
  const concept = conceptAt(event);
  if (concept === Concept.FunctionLike || concept === Concept.Type) return event;
  return event === NOTHING ? NOTHING : eventAt(event, At.EventScope);
}

/** @param run and `expression`: first nodes of the boolean expression, as the event has them */
export function addEvent(node: u32, concept: u32, run: i32, expression: i32): void {
  const event = eventCount();
  const owner = open === NOTHING ? NOTHING : eventAt(open, At.EventInner);
  const scope = scopeIn(open);
  events.add(EVENT_BYTES);
  setEventAt(event, At.EventConcept, concept);
  setEventAt(event, At.EventNode, node);
  setEventAt(event, At.EventUp, open);
  setEventAt(event, At.EventOwner, owner);
  setEventAt(event, At.EventScope, scope);
  setEventAt(event, At.EventRun, run);
  setEventAt(event, At.EventExpression, expression);
  setEventAt(event, At.EventInner, concept === Concept.FunctionLike ? functionCount() : owner);
  if (concept === Concept.FunctionLike) addFunction(event, owner);
  if (concept === Concept.Type) store<u32>(types.add(4), event);
  if (!isLeaf(node)) open = event;
}

function addFunction(event: u32, outer: i32): void {
  const fn = functionCount();
  memory.fill(functions.add(FUNCTION_BYTES), 0, FUNCTION_BYTES);
  setFunctionAt(fn, At.FunctionEvent, event);
  setFunctionAt(fn, At.FunctionOuter, outer);
}
