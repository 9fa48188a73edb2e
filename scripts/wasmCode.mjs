/** Instructions of WebAssembly functions, as far as `splitSwitches.mjs` reads and writes them. */
import { signed, unsigned, WasmReader } from "./wasmModule.mjs";

/** Opcodes that the splitter looks at or writes. */
export const Op = {
  Block: 0x02,
  Loop: 0x03,
  If: 0x04,
  Else: 0x05,
  End: 0x0b,
  Br: 0x0c,
  BrIf: 0x0d,
  BrTable: 0x0e,
  Return: 0x0f,
  Call: 0x10,
  LocalGet: 0x20,
  LocalSet: 0x21,
  LocalTee: 0x22,
  I32Const: 0x41,
  I32Eq: 0x46,
  I32Sub: 0x6b,
};
/** Block type of blocks without a value, and the type of 32-bit integers. */
export const NO_VALUE = 0x40;
export const I32 = 0x7f;

const CALL_INDIRECT = 0x11;
const SELECT = 0x1b;
const GLOBAL_SET = 0x24;
const FIRST_MEMORY_ACCESS = 0x28;
const LAST_MEMORY_ACCESS = 0x3e;
const MEMORY_GROW = 0x40;
const I64_CONST = 0x42;
const F32_CONST = 0x43;
const F64_CONST = 0x44;
const LAST_NUMERIC = 0xc4;

/** What a function's body declares beside its parameters, and where its code begins. */
export function readLocals(body) {
  const reader = new WasmReader(body);
  const groups = Array.from({ length: reader.unsigned() }, () => ({
    count: reader.unsigned(),
    type: reader.byte(),
  }));
  return { groups, codeAt: reader.at };
}

/**
 * The instructions of `body` between two offsets: opcode, offsets of its first byte and after its last, the
 * labels it may jump to (as depths) and the local it uses.
 * @throws RangeError for an instruction of which this knows nothing
 */
export function* readCode(body, from, to) {
  const reader = new WasmReader(body, from, to);
  while (reader.at < to) {
    const start = reader.at;
    const op = reader.byte();
    const labels = [];
    let local = null;
    if (op === Op.Br || op === Op.BrIf) labels.push(reader.unsigned());
    else if (op === Op.BrTable) {
      for (let left = reader.unsigned() + 1; left > 0; left--) labels.push(reader.unsigned());
    } else if (op >= Op.LocalGet && op <= Op.LocalTee) local = reader.unsigned();
    else skipOperands(reader, op);
    yield { op, from: start, to: reader.at, labels, local };
  }
}

function skipOperands(reader, op) {
  if (op === Op.Block || op === Op.Loop || op === Op.If || op === Op.Call) reader.skipNumber();
  else if (op > Op.LocalTee && op <= GLOBAL_SET) reader.skipNumber();
  else if (op === CALL_INDIRECT || (op >= FIRST_MEMORY_ACCESS && op <= LAST_MEMORY_ACCESS)) {
    reader.skipNumber();
    reader.skipNumber();
  } else if (op > LAST_MEMORY_ACCESS && op <= MEMORY_GROW) reader.skipNumber();
  else if (op === Op.I32Const || op === I64_CONST) reader.skipNumber();
  else if (op === F32_CONST) reader.take(4);
  else if (op === F64_CONST) reader.take(8);
  else if (!isPlain(op)) throw new RangeError(`unknown instruction 0x${op.toString(16)}`);
}

/** Instructions without operands in the code. */
function isPlain(op) {
  if (op <= 0x01 || op === Op.Else || op === Op.End || op === Op.Return) return true;
  return op === 0x1a || op === SELECT || (op > F64_CONST && op <= LAST_NUMERIC);
}

/** A jump with other labels, as bytes. */
export function jump(op, labels) {
  if (op !== Op.BrTable) return [op, ...unsigned(labels[0])];
  return [op, ...unsigned(labels.length - 1), ...labels.flatMap(unsigned)];
}

export const constant = (value) => [Op.I32Const, ...signed(value)];
export const local = (op, index) => [op, ...unsigned(index)];
export const call = (index) => [Op.Call, ...unsigned(index)];
/** The opening of `count` blocks without values, each inside the one before. */
export const openBlocks = (count) => Array.from({ length: count }, () => [Op.Block, NO_VALUE]).flat();
