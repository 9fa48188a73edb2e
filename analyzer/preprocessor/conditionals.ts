import type { Code } from "./code.js";
import { TokenKind } from "./tokens.js";

/**
 * Grammars read `#if … #else … #endif` only around whole statements, declarations or fields. A group that stands
 * elsewhere, or one of whose branches closes more or less than it opens, is read as if the condition of one branch
 * held: the directives and the other branches are blanked out.
 * @param continuing words with which a branch goes on with what is before it, as the grammar has it
 */
export function resolveConditionals(code: Code, continuing: ReadonlySet<string>): void {
  const resolver = new ConditionalResolver(code, continuing);
  for (let token = 0; token < code.tokens.count; token++) resolver.read(token);
  resolver.eraseUnread();
}

/** What is known of the tokens of one branch. */
interface Branch {
  /** Its directive, and the next of its group. */
  readonly at: number;
  end: number;
  /** Braces and parentheses opened and not closed, and the least that this was. */
  depth: number;
  least: number;
  first: number;
  last: number;
}

interface Group {
  readonly branches: Branch[];
  /** The branch of the outer group, or the text, it stands in. */
  readonly outer: Branch;
}

/** No token. */
const NONE = -1;
const DIRECTIVE = /^#\s*(if|else|elif|endif)?/;
const NEVER = /^#\s*if\s+(?:0|false)\s*$/;
const MACRO = /^[A-Z_][A-Z0-9_]*$/;

class ConditionalResolver {
  private readonly code: Code;
  private readonly continuing: ReadonlySet<string>;
  private readonly groups: Group[] = [];
  private branch: Branch = newBranch(NONE);
  /** Changes of how many branches that are not read are around a token. */
  private readonly unread: Int32Array;

  constructor(code: Code, continuing: ReadonlySet<string>) {
    this.code = code;
    this.continuing = continuing;
    this.unread = new Int32Array(code.tokens.count + 1);
  }

  read(token: number): void {
    if (this.code.tokens.kind[token] === TokenKind.Directive) this.readDirective(token);
    else this.readCode(token);
  }

  eraseUnread(): void {
    let around = 0;
    for (let token = 0; token < this.code.tokens.count; token++) {
      around += this.unread[token] ?? 0;
      if (around > 0) this.code.erase(token);
    }
  }

  private readCode(token: number): void {
    const { branch } = this;
    if (branch.first === NONE) branch.first = token;
    branch.last = token;
    const unit = this.code.tokens.kind[token] === TokenKind.Sign ? this.code.unit(token) : 0;
    if (unit === BRACE_OPEN || unit === ROUND_OPEN) branch.depth++;
    if (unit !== BRACE_CLOSE && unit !== ROUND_CLOSE) return;
    branch.depth--;
    branch.least = Math.min(branch.least, branch.depth);
  }

  private readDirective(token: number): void {
    const word = DIRECTIVE.exec(this.code.text(token))?.[1];
    const group = this.groups.at(-1);
    if (word === "if") {
      this.groups.push({ branches: [], outer: this.branch });
      this.branch = newBranch(token);
    } else if (word !== undefined && group !== undefined) {
      this.branch.end = token;
      group.branches.push(this.branch);
      if (word === "endif") this.close(group, token);
      else this.branch = newBranch(token);
    }
  }

  private close(group: Group, end: number): void {
    this.groups.pop();
    const { branches, outer } = group;
    this.branch = outer;
    if (this.isReadable(group)) {
      for (const branch of branches) continueWith(outer, { ...branch, depth: 0, least: 0 });
      return;
    }
    const chosen = this.chosenOf(branches);
    for (const branch of branches) {
      this.code.erase(branch.at);
      if (branch === chosen) continueWith(outer, branch);
      else this.markUnread(branch.at, branch.end);
    }
    this.code.erase(end);
  }

  /** The first branch that can be, so that groups of one condition agree; the largest where each is balanced. */
  private chosenOf(branches: readonly Branch[]): Branch | undefined {
    const possible = branches.filter(({ at }) => !NEVER.test(this.code.text(at)));
    if (!branches.every(isBalanced)) return possible[0];
    return possible.reduce<Branch | undefined>(
      (largest, branch) => (largest && sizeOf(largest) >= sizeOf(branch) ? largest : branch),
      undefined,
    );
  }

  private markUnread(from: number, to: number): void {
    this.unread[from] = (this.unread[from] ?? 0) + 1;
    this.unread[to] = (this.unread[to] ?? 0) - 1;
  }

  /** Whether a grammar can read the group where it stands. */
  private isReadable({ branches, outer }: Group): boolean {
    return this.isBoundary(outer.last) && branches.every((branch) => this.isWhole(branch));
  }

  private isWhole(branch: Branch): boolean {
    const { first, last } = branch;
    if (first === NONE) return true;
    const isEnd = this.code.isSign(last, ";") || this.code.isSign(last, "}");
    return isBalanced(branch) && isEnd && !this.continuing.has(this.code.text(first));
  }

  /** Whether a statement or declaration may begin after a token. */
  private isBoundary(token: number): boolean {
    if (token === NONE || [";", "{", "}", ":"].some((sign) => this.code.isSign(token, sign))) return true;
    return this.code.tokens.isFirst[token] === 1 && MACRO.test(this.code.text(token));
  }
}

const BRACE_OPEN = 123;
const BRACE_CLOSE = 125;
const ROUND_OPEN = 40;
const ROUND_CLOSE = 41;

function newBranch(at: number): Branch {
  return { at, end: at, depth: 0, least: 0, first: NONE, last: NONE };
}

/** In tokens. */
function sizeOf({ at, end }: Branch): number {
  return end - at;
}

function isBalanced({ depth, least }: Branch): boolean {
  return depth === 0 && least === 0;
}

/** Goes on in the outer branch after one that is read. */
function continueWith(outer: Branch, inner: Branch): void {
  outer.least = Math.min(outer.least, outer.depth + inner.least);
  outer.depth += inner.depth;
  if (outer.first === NONE) outer.first = inner.first;
  if (inner.last !== NONE) outer.last = inner.last;
}
