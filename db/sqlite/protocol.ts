/** What a statement may be given: by name (`$1`, `$name`) or by position. */
export type Parameters = Record<string, SqlValue> | SqlValue[];

/** A value as `node:sqlite` takes it. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** How a thread opens its database. */
export interface ThreadSettings {
  readonly file: string;
  readonly readOnly: boolean;
  readonly busyTimeoutMs: number;
}

/** One statement for a thread. */
export interface StatementRequest {
  readonly id: number;
  readonly sql: string;
  readonly parameters: Parameters;
  /** `rows`: read what the statement returns; `changes`: count what it changed. */
  readonly want: "rows" | "changes";
}

/** A row as the thread sends it. */
export type SqlRow = Record<string, SqlValue>;

/** A thread's answer to one request; exactly one for each. */
export type StatementAnswer =
  | {
      readonly id: number;
      readonly ok: true;
      readonly rows: SqlRow[];
      readonly changes: number;
      readonly lastId: number;
    }
  | { readonly id: number; readonly ok: false; readonly code: string; readonly message: string };
