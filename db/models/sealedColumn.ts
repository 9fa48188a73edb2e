import { col, where as condition, fn, type Model, type ModelStatic, Op } from "sequelize";
import { z } from "zod";
import { translated } from "../translated.js";
import { STATEMENT_LIMIT_MS, type Tx } from "./table.js";

/** Where a sealed record names its data key, in bytes: 4 of format come before (keys/README.md). */
const KEY_ID_AT = 4;
const KEY_ID_BYTES = 16;
/** Format, data key, salt and nonce: 28 random bytes that no two sealings share. */
const HEAD_BYTES = 48;

/** A sealed value and the part of its row's key that differs within the scope. */
export interface SealedValue {
  readonly rowKey: string | Buffer;
  readonly sealed: Buffer;
}

/** Every sealed column there is, by model and attribute. */
export type SealedColumnName =
  | "deployKeys.privateKeySealed"
  | "facts.bodySealed"
  | "instanceRecords.value"
  | "organizations.nameSealed"
  | "revisions.indexSealed"
  | "revisions.overviewSealed"
  | "sessions.addressSealed"
  | "sessions.userAgentSealed"
  | "sources.bodySealed"
  | "users.displayNameSealed";

/** One sealed column of the rows that one data key is for. */
export interface SealedColumn {
  readonly name: SealedColumnName;
  /** At most `limit` values that name `dataKeyId`, in order of row key, after `after` (`null`: from the start). */
  sealedUnder(
    dataKeyId: string,
    page: { after: string | Buffer | null; limit: number },
    tx?: Tx,
  ): Promise<SealedValue[]>;
  /** Puts `to` in the place of `value.sealed`; false when the row changed or went since it was read. */
  replace(value: SealedValue, to: Buffer, tx?: Tx): Promise<boolean>;
  /** How many values name `dataKeyId`. */
  countUnder(dataKeyId: string, tx?: Tx): Promise<number>;
}

interface ColumnOptions {
  readonly name: SealedColumnName;
  /** The column that tells rows of the scope apart. */
  readonly rowKey: string;
  /** What all rows have in common; for a tenant table it begins with its organization. */
  readonly scope: Readonly<Record<string, string>>;
}

const rowKeySchema = z.union([z.string(), z.instanceof(Buffer)]);

/** Reads and replaces sealed values by the data key they name, which stands in clear in each. */
export function createSealedColumn(model: ModelStatic<Model>, options: ColumnOptions): SealedColumn {
  const { name, rowKey, scope } = options;
  const column = name.slice(name.indexOf(".") + 1);
  const field = model.getAttributes()[column]?.field ?? column;
  const hexOf = (at: number, size: number) => fn("HEX", fn("SUBSTR", col(field), at + 1, size));
  const names = (dataKeyId: string) => condition(hexOf(KEY_ID_AT, KEY_ID_BYTES), dataKeyId.toUpperCase());
  return {
    name,
    async sealedUnder(dataKeyId, { after, limit }, tx) {
      const beyond = after === null ? [] : [{ [rowKey]: { [Op.gt]: after } }];
      const found = await translated(STATEMENT_LIMIT_MS, () =>
        model.findAll({
          attributes: [rowKey, column],
          where: { ...scope, [Op.and]: [names(dataKeyId), ...beyond] },
          order: [[rowKey, "ASC"]],
          limit,
          raw: true,
          transaction: tx ?? null,
        }),
      );
      return found.map((row) => ({
        rowKey: rowKeySchema.parse(Reflect.get(row, rowKey)),
        sealed: z.instanceof(Buffer).parse(Reflect.get(row, column)),
      }));
    },
    async replace(value, to, tx) {
      // The head stands for the whole value: it is new with every sealing, and megabytes stay out of the statement.
      const head = value.sealed.toString("hex", 0, HEAD_BYTES).toUpperCase();
      const unchanged = condition(hexOf(0, HEAD_BYTES), head);
      const [changed] = await translated(STATEMENT_LIMIT_MS, () =>
        model.update(
          { [column]: to },
          { where: { ...scope, [rowKey]: value.rowKey, [Op.and]: [unchanged] }, transaction: tx ?? null },
        ),
      );
      return changed === 1;
    },
    countUnder: (dataKeyId, tx) =>
      translated(STATEMENT_LIMIT_MS, () =>
        model.count({ where: { ...scope, [Op.and]: [names(dataKeyId)] }, transaction: tx ?? null }),
      ),
  };
}
