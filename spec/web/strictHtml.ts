/** An element as it stands in our own output, with its place in the tree. */
export interface Element {
  readonly name: string;
  /** Values with character references resolved; `""` for an attribute without value. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: (Element | string)[];
}

const VOID = new Set(["meta", "link", "input", "br", "hr", "img"]);
const REFERENCES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/**
 * Reads a document in the narrow grammar that our renderer writes: quoted attributes, closed elements, no
 * comments. Anything else, such as a `<` that came out of a text, is an error, so that what a lenient
 * browser parser would mend is seen here.
 */
export function parseStrictHtml(html: string): Element {
  const root: Element = { name: "#document", attributes: new Map(), children: [] };
  const open = [root];
  const token =
    /<!doctype html>|<\/([a-z][a-z0-9-]*)>|<([a-z][a-z0-9-]*)((?: [a-z][a-z0-9:-]*(?:="[^"<]*")?)*)(\/?)>|([^<]+)/gi;
  while (token.lastIndex < html.length) {
    const at = token.lastIndex;
    const match = token.exec(html);
    if (match?.index !== at) throw new Error(`not in the grammar: ${html.slice(at, at + 120)}`);
    const [, closed, opened, attributes = "", selfClosed, text] = match;
    const parent = open.at(-1) ?? root;
    if (text !== undefined) parent.children.push(resolve(text));
    if (closed !== undefined && open.pop()?.name !== closed)
      throw new Error(`</${closed}> closes another element`);
    if (opened === undefined) continue;
    const element = { name: opened, attributes: parseAttributes(attributes), children: [] };
    parent.children.push(element);
    if (selfClosed !== "/" && !VOID.has(opened)) open.push(element);
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name}> is never closed`);
  return root;
}

/** All elements below, in document order. */
export function descendants(element: Element): readonly Element[] {
  return element.children.flatMap((child) =>
    typeof child === "string" ? [] : [child, ...descendants(child)],
  );
}

/** Text of the element and everything in it. */
export function textOf(element: Element): string {
  return element.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}

function parseAttributes(source: string): ReadonlyMap<string, string> {
  const pairs = [...source.matchAll(/ ([^ ="]+)(?:="([^"]*)")?/g)];
  return new Map(pairs.map(([, name = "", value = ""]) => [name.toLowerCase(), resolve(value)]));
}

function resolve(text: string): string {
  return text.replace(/&([a-z]+|#\d+);/g, (_, name: string) =>
    name.startsWith("#") ? String.fromCodePoint(Number(name.slice(1))) : (REFERENCES[name] ?? fail(name)),
  );
}

function fail(name: string): never {
  throw new Error(`unknown reference &${name};`);
}
