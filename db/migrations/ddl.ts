/** The kind of database a statement is written for; MariaDB counts as MySQL. */
export type Dialect = "sqlite" | "mysql";

/** Names of column types in one dialect, and what closes a CREATE TABLE. */
export interface Types {
  readonly id: string;
  text(maxChars: number): string;
  readonly hash: string;
  readonly bytes: string;
  readonly integer: string;
  readonly real: string;
  readonly end: string;
}

/** One change of the schema: exactly one statement, because MySQL commits at each. */
export interface Migration {
  /** Unique and never changed once released; applied in the order of the list. */
  readonly name: string;
  /** The statement, or null where it has been applied already (a process died before noting it). */
  statement(
    dialect: Dialect,
    exists: (kind: "table" | "index", name: string, table: string) => Promise<boolean>,
  ): Promise<string | null>;
}

const SQLITE: Types = {
  id: "TEXT",
  text: () => "TEXT",
  hash: "BLOB",
  bytes: "BLOB",
  integer: "INTEGER",
  real: "REAL",
  // STRICT refuses text in a sealed column; SQLite's default typing would take it.
  end: ") STRICT",
};

const MYSQL: Types = {
  id: "VARCHAR(36)",
  text: (maxChars) => `VARCHAR(${maxChars})`,
  hash: "VARBINARY(32)",
  bytes: "LONGBLOB",
  integer: "BIGINT",
  real: "DOUBLE",
  // Binary comparison: ids, branches and paths differ by case. Known to MySQL 8 and MariaDB alike.
  end: ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
};

/** A new table; `columns` are full column and constraint definitions. */
export function createTable(
  number: string,
  table: string,
  columns: (types: Types) => readonly string[],
): Migration {
  return {
    name: `${number}-create-${table}`,
    async statement(dialect) {
      const types = dialect === "sqlite" ? SQLITE : MYSQL;
      return `CREATE TABLE IF NOT EXISTS \`${table}\` (\n  ${columns(types).join(",\n  ")}\n${types.end}`;
    },
  };
}

/** A new index on `table`; MySQL has no IF NOT EXISTS for it. */
export function createIndex(number: string, table: string, columns: readonly string[]): Migration {
  const name = `${table}_by_${columns.filter((column) => column !== "organization_id").join("_")}`;
  return {
    name: `${number}-index-${name}`,
    async statement(_dialect, exists) {
      if (await exists("index", name, table)) return null;
      return `CREATE INDEX \`${name}\` ON \`${table}\` (${columns.map((column) => `\`${column}\``).join(", ")})`;
    },
  };
}
