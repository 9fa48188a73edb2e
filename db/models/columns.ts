import { type DataType, DataTypes } from "sequelize";
import { z } from "zod";

/** How a column is stored, kept beside its schema so that every column is described once. */
const stored = new WeakMap<z.core.$ZodType, DataType>();

function storedAs<Schema extends z.core.$ZodType>(schema: Schema, type: DataType): Schema {
  stored.set(schema, type);
  return schema;
}

/** Longest primary-key id: a UUID. */
const ID_CHARS = 36;
/** SHA-256 digests: keyed hashes of blobs and facts, hashes of tokens. */
const HASH_BYTES = 32;

/** A row id or a reference to one. */
export const id = () => storedAs(z.string().min(1).max(ID_CHARS), DataTypes.STRING(ID_CHARS));

/** Text of at most `maxChars` UTF-16 units; enforced here because SQLite does not. */
export const text = (maxChars: number) => storedAs(z.string().max(maxChars), DataTypes.STRING(maxChars));

/** One of a closed set, stored as text. */
export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  storedAs(z.enum(values), DataTypes.STRING(32));

/** A whole number: counts, and times in ms since the epoch. */
export const integer = () => storedAs(z.number().int(), DataTypes.BIGINT);

/** A number with a fraction. */
export const real = () => storedAs(z.number(), DataTypes.DOUBLE);

/** A 32-byte hash, usable in a key. */
export const hash = () =>
  storedAs(
    z.instanceof(Buffer).refine((digest) => digest.length === HASH_BYTES, "must be 32 bytes"),
    DataTypes.BLOB,
  );

/** Any bytes. Sealed values are always of this type and named `…Sealed`. */
export const bytes = () => storedAs(z.instanceof(Buffer), DataTypes.BLOB("long"));

/** The same column, where null is allowed. */
export function nullable<Schema extends z.ZodType>(schema: Schema): z.ZodNullable<Schema> {
  return storedAs(schema.nullable(), columnType(schema));
}

/** Sequelize's type of a column made by the functions above. */
export function columnType(schema: z.core.$ZodType): DataType {
  const found = stored.get(schema);
  if (!found) throw new TypeError("a column must be made by columns.ts");
  return found;
}
