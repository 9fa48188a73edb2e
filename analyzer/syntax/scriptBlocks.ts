/** The content of one `<script>` element. */
export interface ScriptBlock {
  /** Offset after its start tag. */
  readonly from: number;
  /** Offset of its end tag, or of the end of a text that lacks one. */
  readonly to: number;
  /** Its attribute `lang` in lower case, `null` without one. */
  readonly lang: string | null;
  /** Its attribute `type` in lower case, empty without one. */
  readonly type: string;
}

/**
 * Finds the script elements of a component (Vue, Svelte) in source order. What stands in comments, styles, values of
 * attributes, other scripts and templates is none. Time is linear in the text, whatever it is.
 */
export function findScriptBlocks(text: string): ScriptBlock[] {
  const blocks: ScriptBlock[] = [];
  let templates = 0;
  let at = 0;
  for (;;) {
    const mark = matchFrom(MARK, text, at);
    if (mark === null) return blocks;
    const [whole, slash, tag = ""] = mark;
    const start = mark.index + whole.length;
    if (whole === "<!--") {
      at = endOf(text, COMMENT_END, start);
      continue;
    }
    const name = tag.toLowerCase();
    const { attributes, end, isEmpty } = readTag(text, start);
    at = end;
    if (isEmpty) continue;
    if (name === "template") templates = slash ? Math.max(0, templates - 1) : templates + 1;
    const rawEnd = slash ? undefined : RAW_TEXTS.get(name);
    if (rawEnd === undefined) continue;
    at = matchFrom(rawEnd, text, end)?.index ?? text.length;
    // Elements of a template belong to the page, not to the component.
    if (name === "script" && templates === 0) {
      const [lang, type] = [attributes.get("lang"), attributes.get("type")];
      blocks.push({ from: end, to: at, lang: lang?.toLowerCase() ?? null, type: type?.toLowerCase() ?? "" });
    }
  }
}

/** A comment's beginning, or that of a tag with its name. */
const MARK = /<(?:!--|(\/?)([a-z][^\s/<>]*))/gi;
const COMMENT_END = /-->/g;
/** Elements whose content is no markup, by what ends it (HTML, "raw text"). */
const RAW_TEXTS = new Map([
  ["script", /<\/script(?=[\s/>]|$)/gi],
  ["style", /<\/style(?=[\s/>]|$)/gi],
]);
const ATTRIBUTE = /[\s/]*([^\s/<>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s<>"']+)))?/gy;
const TAG_END = /[\s/=]*>/gy;

interface Tag {
  readonly attributes: ReadonlyMap<string, string>;
  /** Offset after the tag. */
  readonly end: number;
  /** Whether it closes itself. */
  readonly isEmpty: boolean;
}

/** Reads a tag from behind its name. Where it is not well-formed it ends, and what follows is text. */
function readTag(text: string, start: number): Tag {
  const attributes = new Map<string, string>();
  let end = start;
  for (let found = matchFrom(ATTRIBUTE, text, end); found !== null; found = matchFrom(ATTRIBUTE, text, end)) {
    const [whole, name = "", double, single, bare] = found;
    attributes.set(name.toLowerCase(), double ?? single ?? bare ?? "");
    end += whole.length;
  }
  const [close = ""] = matchFrom(TAG_END, text, end) ?? [];
  return { attributes, end: end + close.length, isEmpty: close.endsWith("/>") };
}

/** First match at or after an offset, of a pattern that remembers where it is. */
function matchFrom(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

function endOf(text: string, pattern: RegExp, from: number): number {
  const match = matchFrom(pattern, text, from);
  return match === null ? text.length : match.index + match[0].length;
}
