/**
 * Splits the largest switches of a WebAssembly module into functions of their own.
 *
 * A grammar's lexer is one function with a case for each of its states, up to 2,000 of them, and compiled
 * without optimisation (tree-sitter switches it off for large ones). V8's optimising compiler takes memory
 * and time with the square of it: 0.6 GB for Kotlin's lexer, 3.7 GB and seconds for Swift's. In parts it
 * takes what plain functions of that size take.
 *
 * The transformation knows nothing of lexers. It moves runs of cases into functions that get the locals as
 * arguments and return the number of the way out they took. What it cannot prove to be the same it leaves
 * as it is.
 */
import {
  call,
  constant,
  I32,
  jump,
  local,
  NO_VALUE,
  Op,
  openBlocks,
  readCode,
  readLocals,
} from "./wasmCode.mjs";
import {
  appended,
  countImportedFunctions,
  readEntries,
  readSections,
  SectionId,
  sized,
  unsigned,
  WasmReader,
  writeSections,
} from "./wasmModule.mjs";
import { findSwitch, groupCases, hasSeparateCases } from "./wasmSwitch.mjs";

/** Functions up to this size stay whole: V8 optimises them in some 30 ms and 50 MB. */
const LARGE_FUNCTION_BYTES = 32_768;
/** Code of one part, about. */
const PART_BYTES = 12_288;
const MIN_CASES = 32;
const FUNCTION_TYPE = 0x60;

/** The module with its large switches in parts, or as it is where it has none. Same bytes, same result. */
export function splitSwitches(wasm, { largeBytes = LARGE_FUNCTION_BYTES, partBytes = PART_BYTES } = {}) {
  const sections = readSections(wasm);
  const bytesOf = (id) => sections.find((section) => section.id === id)?.bytes ?? Buffer.from([0]);
  const types = readTypes(bytesOf(SectionId.Type));
  const typeOf = readNumbers(bytesOf(SectionId.Function));
  const bodies = readEntries(bytesOf(SectionId.Code));
  const firstPart = countImportedFunctions(bytesOf(SectionId.Import)) + bodies.length;
  const parts = [];
  const whole = bodies.map((body, index) => {
    if (body.length <= largeBytes) return body;
    const split = splitFunction({
      body,
      parameters: types[typeOf[index]],
      firstPart: firstPart + parts.length,
      partBytes,
    });
    if (split === null) return body;
    parts.push(...split.parts);
    return split.body;
  });
  if (parts.length === 0) return wasm;
  return writeSections(
    wasm,
    sections.map((section) => replaced(section, { types, whole, parts })),
  );
}

/** A section with the types, functions and code of the parts. */
function replaced({ id, bytes }, { types, whole, parts }) {
  const arities = [...new Set(parts.map((part) => part.arity))];
  if (id === SectionId.Type) return { id, bytes: appended(bytes, arities.map(typeOfPart)) };
  if (id === SectionId.Function) {
    const numbers = parts.map(({ arity }) => Buffer.from(unsigned(types.length + arities.indexOf(arity))));
    return { id, bytes: appended(bytes, numbers) };
  }
  if (id !== SectionId.Code) return { id, bytes };
  const bodies = [...whole, ...parts.map((part) => part.body)].map(sized);
  return { id, bytes: appended(Buffer.from([0]), bodies) };
}

/** Integers as arguments, an integer as the result. */
function typeOfPart(arity) {
  return Buffer.from([FUNCTION_TYPE, ...unsigned(arity), ...Array(arity).fill(I32), 1, I32]);
}

/** Types of the parameters of each function type. */
function readTypes(section) {
  const reader = new WasmReader(section);
  return Array.from({ length: reader.unsigned() }, () => {
    if (reader.byte() !== FUNCTION_TYPE) throw new RangeError("unknown kind of type");
    const parameters = [...reader.take(reader.unsigned())];
    reader.take(reader.unsigned());
    return parameters;
  });
}

function readNumbers(section) {
  const reader = new WasmReader(section);
  return Array.from({ length: reader.unsigned() }, () => reader.unsigned());
}

/** The function with calls in place of its cases, and the functions they call; null when it stays whole. */
function splitFunction({ body, parameters, firstPart, partBytes }) {
  const { groups: declared, codeAt } = readLocals(body);
  const found = findSwitch(body, MIN_CASES);
  const types = [...parameters, ...declared.flatMap(({ count, type }) => Array(count).fill(type))];
  if (found === null || types.some((type) => type !== I32) || !hasSeparateCases(body, found)) return null;
  const groups = groupCases(found.cases, partBytes);
  const groupOf = groups.flatMap((group, index) => group.map(() => index));
  const whole = { body, found, groups, groupOf, locals: types.length };
  const parts = groups.map((group) => partOf(whole, group));
  const isReachable = ({ exits }) =>
    exits.every((way) => way >= groupOf.length || indexOfCase(found, way) !== null);
  if (!parts.every(isReachable)) return null;
  const countLength = unsigned(declared.length).length;
  const locals = [...unsigned(declared.length + 1), ...body.subarray(countLength, codeAt), 2, I32];
  return { body: Buffer.concat([Buffer.from(locals), mainCode(whole, parts, firstPart)]), parts };
}

/** An index with which the table jumps to a case, null where there is none. */
function indexOfCase({ table }, way) {
  const index = table.labels.indexOf(way);
  return index === -1 ? null : index;
}

/**
 * A run of cases as a function of the locals and the table's index. Ways out are numbered as the table's
 * labels: cases, the end of the switch, blocks around it. Blocks in front of the cases stand for the ways
 * that this run takes, and behind each is its number's return.
 */
function partOf({ body, found, locals }, group) {
  const first = group[0].index;
  const next = first + group.length;
  const exits = [];
  const exitOf = (way) => {
    if (!exits.includes(way)) exits.push(way);
    return exits.indexOf(way);
  };
  const code = group.map((one) => [
    Op.End,
    ...relabelled(body, one, (way) =>
      way < next ? way - one.index - 1 : next - one.index - 1 + exitOf(way),
    ),
  ]);
  const leave = jump(Op.Br, [exitOf(next)]);
  const returns = exits.flatMap((_, exit) => [Op.End, ...constant(exit), Op.Return]);
  const bytes = [
    0, // no locals but the parameters
    ...openBlocks(exits.length + group.length),
    ...dispatchOf(found.table.labels, { first, next, index: locals }),
    ...code.flat(),
    ...leave,
    ...returns,
    ...constant(0), // never reached: the code's type wants a value
    Op.End,
  ];
  return { body: Buffer.from(bytes), exits, arity: locals + 1 };
}

/** The jump to one of the cases from `first` until before `next`, by the table's index. */
function dispatchOf(labels, { first, next, index }) {
  const isHere = (way) => way >= first && way < next;
  const low = labels.findIndex(isHere);
  const high = labels.slice(0, -1).findLastIndex(isHere);
  const toCase = (way) => (isHere(way) ? way - first : 0);
  const table = labels.slice(low, high + 1).map(toCase);
  const otherwise = toCase(labels[labels.length - 1]);
  return [
    ...local(Op.LocalGet, index),
    ...constant(low),
    Op.I32Sub,
    ...jump(Op.BrTable, [...table, otherwise]),
  ];
}

/** A case's code with other labels for what lies outside of it; `labelOf` gives them by the way out. */
function relabelled(body, { index, from, to }, labelOf) {
  const bytes = [];
  let level = 0;
  for (const instruction of readCode(body, from, to)) {
    const { op, labels } = instruction;
    if (op === Op.Block || op === Op.Loop || op === Op.If) level++;
    else if (op === Op.End) level--;
    const outer = level;
    const moved = labels.map((label) => (label < outer ? label : outer + labelOf(index + 1 + label - outer)));
    if (moved.length > 0) bytes.push(...jump(op, moved));
    else for (let at = instruction.from; at < instruction.to; at++) bytes.push(body[at]);
  }
  return bytes;
}

/** The function's own code: the blocks of the switch now hold one call for each part. */
function mainCode(whole, parts, firstPart) {
  const { body, found, groups, groupOf, locals } = whole;
  /** Depth of a way out from inside of part `part`'s block; -1 is where the table jumps. */
  const depthFrom = (part) => (way) => {
    if (way < groupOf.length) return groupOf[way] - part - 1;
    return groups.length - part - 1 + way - groupOf.length;
  };
  const calls = parts.map(({ exits }, part) => [
    Op.End,
    ...Array.from({ length: locals + 1 }, (_, index) => local(Op.LocalGet, index)).flat(),
    ...call(firstPart + part),
    ...local(Op.LocalSet, locals + 1),
    ...exits.flatMap((way, exit) => leaveBy(whole, { way, exit, depth: depthFrom(part)(way) })),
  ]);
  return Buffer.concat([
    body.subarray(found.codeAt, found.from),
    Buffer.from(openBlocks(groups.length + 1)),
    body.subarray(found.dispatchFrom, found.table.from),
    Buffer.from(local(Op.LocalTee, locals)),
    Buffer.from(jump(Op.BrTable, found.table.labels.map(depthFrom(-1)))),
    Buffer.from([...calls.flat(), Op.End]),
    body.subarray(found.to),
  ]);
}

/** Goes on where the part said, with the table's index of the case when it is one of another part. */
function leaveBy({ found, groupOf, locals }, { way, exit, depth }) {
  const index = way < groupOf.length ? indexOfCase(found, way) : null;
  return [
    ...local(Op.LocalGet, locals + 1),
    ...constant(exit),
    Op.I32Eq,
    Op.If,
    NO_VALUE,
    ...(index === null ? [] : [...constant(index), ...local(Op.LocalSet, locals)]),
    ...jump(Op.Br, [depth + 1]),
    Op.End,
  ];
}
