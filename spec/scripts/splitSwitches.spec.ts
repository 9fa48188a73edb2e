import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { loops } from "../support/loops.js";
import { projectFolder } from "./plantedProject.js";

type Split = (wasm: Uint8Array, limits: { largeBytes: number; partBytes: number }) => Uint8Array;

/** What one case of the switch does after it has written down that it ran. */
interface Case {
  readonly does: "go on" | "jump" | "jump if" | "jump in an if" | "jump by a table" | "loop, then jump";
  /** Picks the label it jumps to among those it can reach. */
  readonly pick: number;
  /** Picks the bit of the record that decides. */
  readonly bit: number;
}

const CASES = 40;
/** Labels around the switch: the end of a round, the next round, the end of all. */
const OUTSIDE = 3;
const I32 = 0x7f;
const [BLOCK, LOOP, IF, END, BR, BR_IF, BR_TABLE] = [0x02, 0x03, 0x04, 0x0b, 0x0c, 0x0d, 0x0e];
const [GET, SET, CONST, LT_S, ADD, SUB, MUL, AND, SHR_U] = [
  0x20, 0x21, 0x41, 0x48, 0x6a, 0x6b, 0x6c, 0x71, 0x76,
];
const [GLOBAL_GET, GLOBAL_SET, DROP, RETURN] = [0x23, 0x24, 0x1a, 0x0f];
const NO_VALUE = 0x40;
/** Globals: the record of what ran, the rounds that are left, the state. */
const [RECORD, ROUNDS, STATE] = [0, 1, 2];
const TEMPORARY = 1;

/** LEB128 of a number from 0 to 8,191, right for signed and unsigned ones: two bytes, the second below 64. */
const leb = (value: number) => [(value & 0x7f) | 0x80, value >> 7];
const constant = (value: number) => [CONST, ...leb(value)];
const section = (id: number, ...bytes: number[]) => [id, ...leb(bytes.length), ...bytes];
/** record = record × 31 + number */
const write = (number: number) => [
  ...[GLOBAL_GET, RECORD, ...constant(31), MUL, ...constant(number), ADD, GLOBAL_SET, RECORD],
];
const bitOfRecord = (bit: number) => [GLOBAL_GET, RECORD, ...constant(bit), SHR_U, ...constant(1), AND];

function codeOfCase({ does, pick, bit }: Case, index: number): number[] {
  // The innermost label from here is the next case's; `levels` are blocks that the case itself has opened.
  const label = (levels: number, more = 0) => leb(levels + ((pick + more) % (CASES - index - 1 + OUTSIDE)));
  const next = [GLOBAL_GET, RECORD, ...constant(CASES + 3), AND, GLOBAL_SET, STATE];
  const start = [...write(index + 1), ...next];
  if (does === "jump") return [...start, BR, ...label(0)];
  if (does === "jump if") return [...start, ...bitOfRecord(bit), BR_IF, ...label(0)];
  if (does === "jump in an if")
    return [...start, ...bitOfRecord(bit), IF, NO_VALUE, ...write(77), BR, ...label(1), END];
  if (does === "jump by a table")
    return [...start, ...bitOfRecord(bit), BR_TABLE, ...leb(1), ...label(0), ...label(0, 1)];
  if (does === "go on") return start;
  const countDown = [GET, TEMPORARY, ...constant(1), SUB, SET, TEMPORARY];
  const loop = [LOOP, NO_VALUE, ...write(99), ...countDown, GET, TEMPORARY, BR_IF, ...leb(0), END];
  return [...start, ...constant(3), SET, TEMPORARY, ...loop, BR, ...label(0)];
}

/** A function with a switch as compilers write one: state → record of what ran. */
function moduleOf(
  cases: readonly Case[],
  table: readonly number[],
  also: (index: number) => number[] = () => [],
): Uint8Array {
  const blocks = Array.from({ length: CASES }, () => [BLOCK, NO_VALUE]).flat();
  const labels = table.map((pick) => pick % (CASES + OUTSIDE)).flatMap(leb);
  const countRounds = [GLOBAL_GET, ROUNDS, ...constant(1), SUB, GLOBAL_SET, ROUNDS];
  const isOver = [GLOBAL_GET, ROUNDS, ...constant(1), LT_S, BR_IF, ...leb(2)];
  const code = [
    ...[...constant(1), GLOBAL_SET, RECORD, ...constant(60), GLOBAL_SET, ROUNDS, GET, 0, GLOBAL_SET, STATE],
    ...[BLOCK, NO_VALUE, LOOP, NO_VALUE, BLOCK, NO_VALUE, ...countRounds, ...isOver],
    ...[...blocks, GLOBAL_GET, STATE, BR_TABLE, ...leb(table.length - 1), ...labels],
    ...cases.flatMap((one, index) => [END, ...also(index), ...codeOfCase(one, index)]),
    // The last of the blocks is the switch's end.
    ...[END, ...write(500), END, ...write(501), BR, ...leb(0), END, END, GLOBAL_GET, RECORD, END],
  ];
  const body = [1, 1, I32, ...code];
  const global = [I32, 1, CONST, 0, END];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, 1, 0x60, 1, I32, 1, I32),
    ...section(3, 1, 0),
    ...section(6, 3, ...global, ...global, ...global),
    ...section(7, 1, 3, ...Buffer.from("run"), 0, 0),
    ...section(10, 1, ...leb(body.length), ...body),
  ]);
}

/** What the function answers for every state, and for some that the table does not list. */
function answersOf(wasm: Uint8Array): unknown[] {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(wasm)));
  const { run } = exports;
  if (typeof run !== "function") throw new Error("the module has no function to run");
  return Array.from({ length: CASES + 8 }, (_, state) => run(state));
}

describe("splitSwitches", () => {
  let splitSwitches: Split;
  before(async () => {
    const file = pathToFileURL(path.join(projectFolder, "scripts/splitSwitches.mjs")).href;
    const module: { splitSwitches: Split } = await import(file);
    splitSwitches = module.splitSwitches;
  });

  const anyCase = fc.record({
    does: fc.constantFrom<Case["does"][]>(
      "go on",
      "jump",
      "jump if",
      "jump in an if",
      "jump by a table",
      "loop, then jump",
    ),
    pick: fc.nat(1_000),
    bit: fc.nat(7),
  });
  const anyCases = fc.array(anyCase, { minLength: CASES - 1, maxLength: CASES - 1 });
  const everyCase = Array.from({ length: CASES }, (_, index) => index);

  it("makes functions of cases that answer as before, wherever the cases jump", () => {
    const anyTable = fc
      .array(fc.nat(1_000), { minLength: 0, maxLength: 20 })
      .map((more) => [...everyCase, ...more]);
    let split = 0;
    fc.assert(
      fc.property(anyCases, anyTable, fc.integer({ min: 40, max: 900 }), (cases, table, partBytes) => {
        const wasm = moduleOf(cases, table);
        const parts = splitSwitches(wasm, { largeBytes: 0, partBytes });
        if (parts !== wasm) split++;
        expect(answersOf(parts)).to.deep.equal(answersOf(wasm));
      }),
      { numRuns: loops(100, 5_000) },
    );
    expect(split).to.be.greaterThan(0);
  });

  const goOn: Case = { does: "go on", pick: 0, bit: 0 };
  const plain = everyCase.slice(1).map(() => goOn);
  const tiny = { largeBytes: 0, partBytes: 100 };
  const withCase = (index: number, code: number[]) =>
    moduleOf(plain, everyCase, (at) => (at === index ? code : []));

  it("makes the same bytes of the same module", () => {
    const wasm = moduleOf(plain, everyCase);
    expect(splitSwitches(wasm, tiny)).to.not.equal(wasm);
    expect(splitSwitches(wasm, tiny)).to.deep.equal(splitSwitches(wasm, tiny));
  });

  it("leaves a function alone that is not large", () => {
    const wasm = moduleOf(plain, everyCase);
    expect(splitSwitches(wasm, { ...tiny, largeBytes: wasm.length })).to.equal(wasm);
  });

  it("leaves a function alone whose cases hand a local to one another", () => {
    const wasm = withCase(3, [...constant(5), SET, TEMPORARY]);
    expect(splitSwitches(wasm, tiny), "setting it harms nobody").to.not.equal(wasm);
    const reading = withCase(3, [...constant(5), SET, TEMPORARY, GET, TEMPORARY, DROP]);
    expect(splitSwitches(reading, tiny), "nor does reading it in the same case").to.not.equal(reading);
    const handed = moduleOf(plain, everyCase, (at) => {
      if (at === 3) return [...constant(5), SET, TEMPORARY];
      return at === 30 ? [GET, TEMPORARY, DROP] : [];
    });
    expect(splitSwitches(handed, tiny)).to.equal(handed);
  });

  it("leaves a function alone with a case that sets a local only now and then and reads it always", () => {
    const sets = [...constant(1), IF, NO_VALUE, ...constant(5), SET, TEMPORARY, END];
    const wasm = withCase(3, [...sets, GET, TEMPORARY, DROP]);
    expect(splitSwitches(wasm, tiny)).to.equal(wasm);
  });

  it("leaves a function alone with a case that returns", () => {
    const wasm = withCase(3, [...constant(5), RETURN]);
    expect(splitSwitches(wasm, tiny)).to.equal(wasm);
  });
});
