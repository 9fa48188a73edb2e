import type {
  Model,
  ModelAttributeColumnOptions,
  ModelStatic,
  Order,
  Sequelize,
  Transaction,
  WhereOptions,
} from "sequelize";
import { z } from "zod";
import { translated, untilNoConflict } from "../translated.js";
import { columnType, hash } from "./columns.js";
import { guardTenant } from "./tenantGuard.js";

/** A running transaction; opaque outside db/. */
export type Tx = Transaction;

/** Longest wait for one statement, in ms; after it the database counts as unavailable. */
export const STATEMENT_LIMIT_MS = 10_000;
/** Most values in one `IN (…)` list, and most rows in one insert. */
export const MAX_ROWS_PER_STATEMENT = 500;
/**
 * Most blob bytes in one insert. Sequelize writes them into the text as hex in the thread that serves
 * requests: 4 MiB held it up for 130 ms. A server's packet limit (16 MiB or more) is far away.
 */
const MAX_BYTES_PER_STATEMENT = 1_024 * 1_024;

/** A row of which only a hash was asked for. */
const hashRow = z.record(z.string(), hash());

/** Everything that describes one table; `row` is made of columns.ts. */
export interface TableDefinition<Shape extends z.core.$ZodLooseShape> {
  readonly name: string;
  /** Primary key, in order. */
  readonly key: readonly (keyof Shape & string)[];
  /** Whether rows belong to an organization; then `key` begins with `organizationId`. */
  readonly tenant: boolean;
  readonly row: z.ZodObject<Shape>;
}

interface ListOptions {
  readonly order?: Order;
  readonly limit?: number;
  readonly acrossOrganizations?: symbol;
  /** Locks the rows until the transaction ends (MySQL; SQLite's transactions lock everything). */
  readonly lock?: boolean;
}

/** The queries repositories are made of. Rows are checked both ways and are plain objects. */
export interface Table<Row> {
  readonly model: ModelStatic<Model>;
  find(where: WhereOptions<Row>, options?: ListOptions, tx?: Tx): Promise<Row | null>;
  list(where: WhereOptions<Row>, options?: ListOptions, tx?: Tx): Promise<Row[]>;
  /** One hash column of the matching rows, in no order. */
  hashes(column: keyof Row & string, where: WhereOptions<Row>, tx?: Tx): Promise<Buffer[]>;
  /** Only the columns of `columns`, which leaves large ones where they are. */
  pick<Shape extends z.core.$ZodLooseShape>(
    columns: z.ZodObject<Shape>,
    where: WhereOptions<Row>,
    options?: ListOptions,
    tx?: Tx,
  ): Promise<z.infer<z.ZodObject<Shape>>[]>;
  count(where: WhereOptions<Row>, tx?: Tx): Promise<number>;
  insert(row: Row, tx?: Tx): Promise<void>;
  /** Rows whose primary key exists are left as they are; split into statements of bounded size. */
  insertMissing(rows: readonly Row[], tx?: Tx): Promise<void>;
  /** How many rows matched. */
  update(where: WhereOptions<Row>, fields: Partial<Row>, tx?: Tx): Promise<number>;
  remove(where: WhereOptions<Row>, tx?: Tx): Promise<number>;
}

/** Defines the model of `definition` and the queries on it. */
export function createTable<Shape extends z.core.$ZodLooseShape>(
  sequelize: Sequelize,
  definition: TableDefinition<Shape>,
): Table<z.infer<z.ZodObject<Shape>>> {
  const model = defineModel(sequelize, definition);
  const run = <T>(work: () => Promise<T>) => translated(STATEMENT_LIMIT_MS, work);
  const { row } = definition;
  const partial = row.partial();
  const select = async (
    where: WhereOptions,
    options: ListOptions = {},
    tx?: Tx,
    attributes?: string[],
  ): Promise<unknown[]> =>
    run(() =>
      model.findAll({
        where,
        raw: true,
        transaction: tx ?? null,
        ...options,
        lock: options.lock === true && tx !== undefined,
        ...(attributes ? { attributes } : {}),
      }),
    );
  return {
    model,
    async find(where, options, tx) {
      const found = await select(where, { ...options, limit: 1 }, tx);
      return found.length === 0 ? null : row.parse(found[0]);
    },
    async list(where, options, tx) {
      const found = await select(where, options, tx);
      return found.map((one) => row.parse(one));
    },
    async hashes(column, where, tx) {
      const found = await select(where, {}, tx, [column]);
      return found.map((one) => hashRow.parse(one)[column] ?? Buffer.alloc(0));
    },
    async pick(columns, where, options, tx) {
      const found = await select(where, options, tx, Object.keys(columns.shape));
      return found.map((one) => columns.parse(one));
    },
    count: (where, tx) => run(() => model.count({ where, transaction: tx ?? null })),
    async insert(values, tx) {
      const checked = row.parse(values);
      await run(() => model.create(checked, { transaction: tx ?? null, returning: false }));
    },
    async insertMissing(rows, tx) {
      const [firstKey] = definition.key;
      if (firstKey === undefined) throw new TypeError(`${definition.name} has no key`);
      for (const chunk of chunked(
        inKeyOrder(
          rows.map((one) => row.parse(one)),
          definition.key,
        ),
      )) {
        // Not IGNORE: on MySQL that also swallows foreign keys and truncation. Setting a key column to
        // the value it has changes nothing.
        const write = () =>
          run(() => model.bulkCreate(chunk, { updateOnDuplicate: [firstKey], transaction: tx ?? null }));
        // Alone it is a transaction of its own, which InnoDB may end for another's gap locks.
        await (tx === undefined ? untilNoConflict(write) : write());
      }
    },
    async update(where, fields, tx) {
      const checked = partial.parse(fields);
      const [changed] = await run(() => model.update(checked, { where, transaction: tx ?? null }));
      return changed;
    },
    remove: (where, tx) => run(() => model.destroy({ where, transaction: tx ?? null })),
  };
}

/** Two writers of the same rows, each in an order of its own, would each hold what the other waits for. */
function inKeyOrder<Row extends object>(rows: readonly Row[], key: readonly string[]): Row[] {
  const place = (one: Row) => Buffer.concat(key.map((column) => bytesOf(Reflect.get(one, column))));
  return rows
    .map((one) => ({ one, place: place(one) }))
    .sort((a, b) => a.place.compare(b.place))
    .map(({ one }) => one);
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(String(value));
}

function defineModel<Shape extends z.core.$ZodLooseShape>(
  sequelize: Sequelize,
  definition: TableDefinition<Shape>,
): ModelStatic<Model> {
  const keys = new Set<string>(definition.key);
  const attributes: Record<string, ModelAttributeColumnOptions> = {};
  for (const [name, schema] of Object.entries<z.core.$ZodType>(definition.row.shape)) {
    attributes[name] = {
      type: columnType(schema),
      primaryKey: keys.has(name),
      allowNull: schema instanceof z.ZodNullable,
    };
  }
  const model = sequelize.define(definition.name, attributes, {
    tableName: definition.name,
    timestamps: false,
    underscored: true,
  });
  if (definition.tenant) guardTenant(model);
  return model;
}

/** Splits rows so that no statement exceeds the two limits above; one over-large row travels alone. */
function chunked<Row extends object>(rows: readonly Row[]): Row[][] {
  const chunks: Row[][] = [];
  let current: Row[] = [];
  let currentBytes = 0;
  for (const row of rows) {
    const sizeBytes = blobBytes(row);
    const full =
      current.length >= MAX_ROWS_PER_STATEMENT || currentBytes + sizeBytes > MAX_BYTES_PER_STATEMENT;
    if (full && current.length > 0) {
      chunks.push(current);
      current = [];
      currentBytes = 0;
    }
    current.push(row);
    currentBytes += sizeBytes;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}

function blobBytes(row: object): number {
  let total = 0;
  for (const value of Object.values(row)) if (Buffer.isBuffer(value)) total += value.length;
  return total;
}
