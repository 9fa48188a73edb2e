import { expect } from "chai";
import { CandidateQueue } from "../../../analyzer/duplication/candidateQueue.js";
import { Claims } from "../../../analyzer/duplication/claims.js";
import { cloneClasses } from "../../../analyzer/duplication/cloneClasses.js";
import { RunHashes } from "../../../analyzer/duplication/runHashes.js";
import { BLOCK, BLOCK_STATEMENTS, inFunction, OTHER_BLOCK, renamed } from "./blocks.js";
import { listOf } from "./candidates.js";
import { clonesIn, filesOf, inWords, measuredText, SIZES } from "./parse.js";

/** How many steps over nodes it takes to find what a text offers. */
async function stepsToMap(text: string): Promise<number> {
  const { measured } = await measuredText(text);
  return measured.cloneSteps;
}

/** How often the reduce step compares runs, queues candidates and looks at claims. */
function stepsToReduce(reduce: () => void): number {
  let steps = 0;
  const counted = [
    [RunHashes.prototype, "high"],
    [Claims.prototype, "isFree"],
    [CandidateQueue.prototype, "push"],
  ] as const;
  const originals = counted.map(([prototype, name]) => {
    const original: unknown = Reflect.get(prototype, name);
    if (typeof original !== "function") throw new Error(`${name} is no method`);
    Reflect.set(prototype, name, function (this: unknown, ...values: unknown[]): unknown {
      steps++;
      return Reflect.apply(original, this, values);
    });
    return original;
  });
  try {
    reduce();
  } finally {
    for (const [index, [prototype, name]] of counted.entries())
      Reflect.set(prototype, name, originals[index]);
  }
  return steps;
}

/** Source with clones of every kind: each part has one of its own, and all have one in common. */
function project(parts: number): Record<string, string> {
  const files: Record<string, string> = {};
  for (let part = 0; part < parts; part++) {
    const own =
      renamed(OTHER_BLOCK, `O${part}`) +
      `v${part};\n`.repeat(part % 7) +
      BLOCK_STATEMENTS.slice(part % 9).join("\n");
    files[`a${part}`] = inFunction(`f${part}`, renamed(BLOCK, `B${part}`)) + own;
    files[`b${part}`] = `${own}\n${inFunction(`g${part}`, own)}`;
  }
  return files;
}

describe("duplication: work", () => {
  it("of the map step is at most 2.2 times as much for twice the text", async () => {
    const text = Object.values(project(20)).join("\n");
    const once = await stepsToMap(text);
    expect(await stepsToMap(`${text}\n${text}`)).to.be.within(1.8 * once, 2.2 * once);
  });

  it("of the reduce step is at most 2.2 times as much for twice the files", async () => {
    const steps = async (parts: number) => {
      const files = await filesOf(project(parts));
      return stepsToReduce(() => cloneClasses(files, SIZES));
    };
    const once = await steps(40);
    expect(await steps(80)).to.be.within(1.8 * once, 2.2 * once);
  });

  it("grows with the size of repetitions only", async () => {
    const shapes = {
      equal: () => 0,
      alternating: (index: number) => index % 2,
      "of nine": (index: number) => index % 9,
      "of a hundred": (index: number) => index % 100,
      "in bursts": (index: number) => Number(index % 50 === 0),
    };
    for (const [name, shape] of Object.entries(shapes)) {
      const steps = (count: number) => {
        const candidates = listOf(
          Array.from({ length: count }, (_, index) => ({ shape: shape(index), mass: 7 })),
        );
        const file = { language: "go", role: "source", candidates } as const;
        return stepsToReduce(() =>
          cloneClasses(
            [
              { ...file, path: "a" },
              { ...file, path: "b" },
            ],
            SIZES,
          ),
        );
      };
      const once = steps(4000);
      expect(steps(8000), name).to.be.below(2.2 * once + 100);
    }
  });
});

describe("duplication: hostile input", () => {
  it("finds nothing in 10,000 equal statements", async () => {
    expect(await clonesIn({ a: "f(x, y);\n".repeat(10_000) })).to.deep.equal([]);
  });

  it("does not go down with nesting of 100,000", async () => {
    const brackets = [
      ["[\n", "]"],
      ["f(\n", ")"],
      ["{\n", "}"],
      ["a ? b : ", ""],
    ] as const;
    for (const [open, close] of brackets) {
      const text = `${open.repeat(100_000)}x${close.repeat(100_000)};\n`;
      const files = await filesOf({ a: text });
      const steps = stepsToReduce(() => expect(cloneClasses(files, SIZES).classes).to.deep.equal([]));
      expect(steps, open).to.be.below(20 * text.length);
    }
  });

  it("reads both sides of a long chain of arms", async () => {
    const arms = (count: number) => `${"if (a) b();\nelse ".repeat(count)}c();\n`;
    const once = await stepsToMap(arms(1000));
    expect(await stepsToMap(arms(2000))).to.be.below(2.2 * once);
  });

  it("looks past what ends many nodes at once no more often than once", async () => {
    // All signs end with the name, before all semicolons: each sign by each semicolon would be four times as much.
    const ends = (count: number) => `a = ${"!".repeat(count)}b${";".repeat(count)}\n`;
    const once = await stepsToMap(ends(1000));
    expect(await stepsToMap(ends(2000))).to.be.below(2.2 * once);
  });

  it("finds one large clone in two texts of 20,000 lines", async () => {
    const text = Array.from(
      { length: 20_000 },
      (_, index) => `${BLOCK_STATEMENTS[index % 7]} // ${index}\nv${index};\n`,
    ).join("");
    const words = cloneClasses(await filesOf({ a: text, b: text }), SIZES).classes.map(inWords);
    expect(words.length).to.equal(1);
    expect(words[0]).to.match(/^identical \d+: a:1-40000 b:1-40000$/);
  });

  it("does not mind files without anything to offer", async () => {
    expect(cloneClasses([], SIZES).classes).to.deep.equal([]);
    expect(await clonesIn({ a: "", b: "\n", c: "// c\n", d: BLOCK })).to.deep.equal([]);
  });
});
