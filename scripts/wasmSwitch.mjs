/** Finding the switch that a WebAssembly function consists of, and what its cases do. */
import { Op, readCode, readLocals } from "./wasmCode.mjs";

const opensBlock = (op) => op === Op.Block || op === Op.Loop || op === Op.If;
/** A block without a value takes two bytes to open. */
const BLOCK_LENGTH = 2;

/**
 * The first switch with at least `minCases` cases of a function's body, null where there is none. Compilers
 * write one as nested blocks that are opened one after the other: a table jumps out of some of them, and the
 * code of case `n` stands between the ends of blocks `n` and `n + 1`, counted from the innermost.
 *
 * Offsets into the body: `from` the outermost block, `dispatchFrom` what computes the table's index, `table`
 * the jump itself, `cases` the code of each case, `to` the end of the outermost block.
 */
export function findSwitch(body, minCases) {
  const { codeAt } = readLocals(body);
  const frames = [];
  let found = null;
  let level = 0;
  for (const instruction of readCode(body, codeAt, body.length)) {
    const { op } = instruction;
    if (found === null) {
      if (opensBlock(op)) frames.push(instruction);
      else if (op === Op.End) frames.pop();
      else if (op === Op.BrTable) found = switchAt(frames, instruction, minCases);
    } else if (opensBlock(op)) level++;
    else if (op === Op.End && level > 0) level--;
    else if (op === Op.End) {
      found.ends.push(instruction);
      if (found.ends.length === found.blocks) return withCases(found, codeAt);
    }
  }
  return null;
}

function switchAt(frames, table, minCases) {
  let first = frames.length - 1;
  while (first > 0 && frames[first - 1].op === Op.Block && frames[first - 1].to === frames[first].from)
    first--;
  const blocks = frames.length - first;
  if (first < 0 || frames[first].op !== Op.Block || blocks <= minCases) return null;
  const innermost = frames[frames.length - 1];
  if (innermost.to - innermost.from !== BLOCK_LENGTH) return null;
  return { from: frames[first].from, dispatchFrom: innermost.to, table, blocks, ends: [] };
}

function withCases({ from, dispatchFrom, table, blocks, ends }, codeAt) {
  if (ends[0].from !== table.to) return null;
  const cases = ends.slice(1).map((end, index) => ({ index, from: ends[index].to, to: end.from }));
  return { codeAt, from, dispatchFrom, table, blocks, cases, to: ends[ends.length - 1].to };
}

/** Cases in runs of at most `partBytes` of code; a larger one is a run of its own. */
export function groupCases(cases, partBytes) {
  const groups = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const one of cases) {
    bytes += one.to - one.from;
    if (bytes > partBytes) {
      groups.push([]);
      bytes = one.to - one.from;
    }
    groups[groups.length - 1].push(one);
  }
  return groups;
}

/**
 * Whether the cases can stand in other functions: none returns, none uses a local that any case sets before
 * it has set it itself, and neither does the code around the switch once a case may have run. A local counts
 * as set as long as the block lasts in which it was set.
 */
export function hasSeparateCases(body, found) {
  const shared = new Set();
  for (const one of found.cases) for (const local of localsSet(body, one)) shared.add(local);
  const isSeparate = (one) =>
    !returns(readCode(body, one.from, one.to)) && knowsLocals(readCode(body, one.from, one.to), shared);
  const before = readCode(body, found.codeAt, found.from);
  const dispatch = readCode(body, found.dispatchFrom, found.table.from);
  const after = readCode(body, found.to, body.length);
  return (
    found.cases.every(isSeparate) &&
    knowsLocals(chain(before, dispatch), shared, { setBefore: shared, aroundCases: true }) &&
    knowsLocals(after, shared)
  );
}

function* chain(...parts) {
  for (const part of parts) yield* part;
}

function returns(instructions) {
  for (const { op } of instructions) if (op === Op.Return) return true;
  return false;
}

function localsSet(body, { from, to }) {
  const instructions = [...readCode(body, from, to)];
  return instructions.flatMap(({ op, local }) => (op === Op.LocalSet || op === Op.LocalTee ? [local] : []));
}

/** Whether each local of `shared` is set before it is read. A loop around the cases forgets: one may have run. */
function knowsLocals(instructions, shared, { setBefore = [], aroundCases = false } = {}) {
  let known = new Set(setBefore);
  const outside = [];
  for (const { op, local } of instructions) {
    if (op === Op.LocalGet && shared.has(local) && !known.has(local)) return false;
    if (op === Op.LocalSet || op === Op.LocalTee) known.add(local);
    if (opensBlock(op)) {
      outside.push(known);
      known = new Set(op === Op.Loop && aroundCases ? [] : known);
    } else if (op === Op.Else) known = new Set(outside[outside.length - 1]);
    else if (op === Op.End) known = outside.pop() ?? new Set();
  }
  return true;
}
