import { expect } from "chai";
import { isComponent, languageOfComponent, onlyScripts } from "../../../analyzer/components.js";
import { createAnalyzer } from "../../../analyzer/createAnalyzer.js";
import { detectLanguage } from "../../../analyzer/detectLanguage.js";
import type { FileFacts } from "../../../analyzer/types.js";
import { GRAMMAR_FOLDER, PLAIN } from "../support/fixtures.js";

const shared = createAnalyzer({ grammarFolder: GRAMMAR_FOLDER });

async function factsOf(text: string): Promise<FileFacts> {
  const bytes = Buffer.from(text);
  const language = languageOfComponent(bytes);
  if (language === null) throw new Error("no language");
  const result = await (await shared).analyzeFile(bytes, language, { ...PLAIN, onlyScripts: true });
  if (result.kind !== "facts") throw new Error(`skipped: ${result.reason}`);
  return result.facts;
}

/** Both kinds of script, in TypeScript, with a template before and a style behind. */
const VUE = `<template>
  <!-- if (a) -->
  <ul v-if="todos.length > 0 && !isHidden" :class="{ done: left === 0 }">
    <li v-for="todo in todos" :key="todo.id" @click="() => toggle(todo)">{{ todo.title ?? "—" }}</li>
  </ul>
</template>

<script lang="ts">
export const LIMIT = 10; // as many as fit
</script>

<script setup lang="ts" generic="T extends Todo">
import { computed, ref } from "vue";

/** What is left to do. */
const props = defineProps<{ todos: T[] }>();
const isHidden = ref(false);
const left = computed(() => props.todos.filter((todo) => !todo.done).length);

function toggle(todo: T): void {
  if (todo.done && left.value < LIMIT) {
    todo.done = false;
  } else {
    todo.done = true;
  }
}
</script>

<style scoped>
li::before { content: "<script>"; }
</style>
`;

const SVELTE = `<script context="module">
  let instances = 0;
</script>

<script>
  export let count = 0;
  $: doubled = count * 2;

  const add = (n) => {
    for (let i = 0; i < n; i++) count += 1;
  };
</script>

<svelte:head>
  <script type="application/ld+json">{ "@type": "Thing" }</script>
</svelte:head>

{#if count > 10}
  <button on:click={() => add(count > 5 ? 2 : 1)}>{doubled}</button>
{/if}
`;

describe("components", () => {
  it("are files of Vue and Svelte, in any case and folder", () => {
    expect(["a.vue", "b/A.VUE", "a.svelte"].filter(isComponent)).to.have.length(3);
    expect(["vue", ".vue", "a.vue.js", "a.svelte/b"].filter(isComponent)).to.deep.equal([]);
  });

  it("take the language of their scripts", () => {
    const languages = {
      "<script>": "javascript",
      "<script lang=js>": "javascript",
      "<script type=module lang=ts>": "typescript",
      "<script type=text/typescript>": "typescript",
      "<script lang=ts></script><script>": "typescript",
      "<script></script><script lang=tsx>": "typescript",
      "<script type=application/json>": "javascript",
      "<template/>": "javascript",
      "": "javascript",
      "<script lang=coffee>": null,
      "<script lang=coffee></script><script lang=ts>": null,
    };
    for (const [text, language] of Object.entries(languages)) {
      expect(languageOfComponent(Buffer.from(text)), text).to.equal(language);
      expect(detectLanguage("src/A.vue", Buffer.from(text)), text).to.equal(language);
    }
  });

  it("keep their scripts, their lines and the offsets in both", () => {
    const bytes = Buffer.from("<p>é</p>\r\n<script>a = '😀';\n</script>\n<script type=b>c</script>\n");
    const blanked = Buffer.from(onlyScripts(bytes).text);
    expect(blanked.toString()).to.equal(
      `${" ".repeat(10)}\n${" ".repeat(8)}a = '😀';\n${" ".repeat(9)}\n${" ".repeat(25)}\n`,
    );
    expect(blanked.length).to.equal(bytes.length);
  });

  it("put a semicolon for the parser where a script ends and another follows", () => {
    const bytes = Buffer.from("<p>é</p><script>a</script>\n<script>b</script>\n<script>c</script>\n");
    const { text, separated } = onlyScripts(bytes);
    // 9 bytes of markup and 8 of a tag; 9 of an end tag.
    const expected = `${" ".repeat(17)}a;${" ".repeat(8)}\n${" ".repeat(8)}b;${" ".repeat(8)}\n`;
    expect(Buffer.from(separated).toString()).to.equal(`${expected}${" ".repeat(8)}c${" ".repeat(9)}\n`);
    expect(Buffer.from(text).toString()).to.equal(Buffer.from(separated).toString().replaceAll(";", " "));
  });

  for (const start of ["(() => 1)();", "[1].map((x) => x);", "`a`.at(() => 0);", "/b/.test(() => 0);"])
    it(`do not go on in a script that begins with ${start[0]}`, async () => {
      const first = "<script>\nconst add = (a, b) => a + b\n</script>\n";
      const facts = await factsOf(`${first}<script setup>\n${start}\n</script>\n`);
      // The arrow function of line 2 ends there, and neither its name nor that of line 5 is taken from the other.
      expect(facts).to.deep.include({ lines: 6, codeLines: 2, blankLines: 4, parseErrorLines: 0 });
      const rows = facts.functions.map(({ name, startLine, endLine }) => `${name} ${startLine}-${endLine}`);
      expect(rows).to.deep.equal(["add 2-2", "<anonymous> 5-5"]);
    });

  it("offer to duplication what they would as one script", async () => {
    const calls = "one(a, [b], c.d)\ntwo(a, [b], c.d)\nthree(a, [b], c.d)\n";
    // The semicolon ends the second script's last statement and is one of its own behind the first's.
    const halves = [`${calls}while (a) { b() }\n`, `${calls}four()\n`, calls];
    const apart = await factsOf(halves.map((half) => `<script>\n${half}</script>\n`).join(""));
    const together = await factsOf(`<script>\n${halves.join("")}</script>\n`);
    for (const array of ["listEnds", "structure", "structure2", "text", "mass", "variety"] as const)
      expect(apart.clones[array], array).to.deep.equal(together.clones[array]);
    // Each call: expression_statement, call_expression, identifier, arguments, identifier, array, identifier,
    // member_expression, identifier, property_identifier.
    expect(apart.clones.mass[0]).to.equal(10);
  });

  it("of Vue are measured in both of their scripts, and nowhere else", async () => {
    const facts = await factsOf(VUE);
    // Code: LIMIT, import, three constants, seven lines of toggle. Comments: one of its own line.
    expect(facts).to.deep.include({ language: "typescript", lines: 31, codeLines: 12, commentLines: 1 });
    expect(facts).to.deep.include({ blankLines: 18, gradedLines: 12, parseErrorLines: 0, types: [] });
    const rows = facts.functions.map(({ name, startLine, endLine, cyclomatic, cognitive }) =>
      [name, startLine, endLine, cyclomatic, cognitive].join(" "),
    );
    // toggle: if and &&, 1 + 2; if 1, && 1, else 1.
    expect(rows).to.deep.equal(["<anonymous> 18 18 1 0", "<anonymous> 18 18 1 0", "toggle 20 26 3 3"]);
  });

  it("of Svelte are measured in module and instance, apart from blocks of data", async () => {
    const facts = await factsOf(SVELTE);
    // Code: instances, count, doubled and three lines of add.
    expect(facts).to.deep.include({ language: "javascript", lines: 20, codeLines: 6, blankLines: 14 });
    expect(facts).to.deep.include({ commentLines: 0, parseErrorLines: 0 });
    // add: for 1.
    expect(facts.functions).to.have.length(1);
    expect(facts.functions[0]).to.deep.include({ name: "add", startLine: 9, endLine: 11, cyclomatic: 2 });
  });

  it("without scripts are blank", async () => {
    expect(await factsOf("<p>\n  a\n</p>\n")).to.deep.include({ lines: 3, codeLines: 0, blankLines: 3 });
  });

  it("are given up for what any file is, wherever in them it stands", async () => {
    const reasonOf = async (text: string) => {
      const settings = { ...PLAIN, onlyScripts: true } as const;
      const result = await (await shared).analyzeFile(Buffer.from(text), "javascript", settings);
      return result.kind === "skipped" ? result.reason : "measured";
    };
    expect(await reasonOf("<!-- @generated -->\n<script>a</script>")).to.equal("generated");
    expect(await reasonOf(`<p>${"a ".repeat(2_501)}</p>\n<script>a</script>`)).to.equal("minified");
    expect(await reasonOf("<p>\0</p><script>a</script>")).to.equal("binary");
  });
});
