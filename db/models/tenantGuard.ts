import type { Model, ModelStatic } from "sequelize";

/** A statement on tenant data did not say whose data; always a programming error. */
export class TenantMissing extends Error {
  override readonly name = "TenantMissing";
}

/**
 * As a query's `acrossOrganizations` option: lets that one statement read a tenant table for everybody.
 * Only the poller's global list of due projects and the list of data keys in use read with it.
 */
export const ACROSS_ORGANIZATIONS = Symbol("across organizations");

/**
 * Makes `model` refuse every query that does not name exactly one organization: reading, counting,
 * changing, deleting and creating, one row or many. The `where` must hold `organizationId` at its top as
 * plain text, because nested conditions (`or`, `not`, lists) can widen it.
 */
export function guardTenant(model: ModelStatic<Model>): void {
  const table = model.tableName;
  model.addHook("beforeFind", (options) => requireWhere(table, options));
  model.addHook("beforeCount", (options) => requireWhere(table, options));
  model.addHook("beforeBulkDestroy", (options) => requireWhere(table, options));
  model.addHook("beforeBulkUpdate", (options) => {
    requireWhere(table, options);
    requireNoMove(table, options);
  });
  model.addHook("beforeBulkCreate", (instances) => {
    for (const instance of instances) requireValue(table, instance);
  });
  model.addHook("beforeCreate", (instance) => requireValue(table, instance));
  refuseWithoutHooks(model);
}

function missing(message: string): TenantMissing {
  return new TenantMissing(message);
}

function refuse(message: string): never {
  throw missing(message);
}

function isId(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function requireWhere(table: string, options: unknown): void {
  if (typeof options !== "object" || options === null)
    throw missing(`a query on ${table} names no organization`);
  if ("acrossOrganizations" in options && options.acrossOrganizations === ACROSS_ORGANIZATIONS) return;
  if ("truncate" in options && options.truncate === true) refuse(`${table} is never truncated`);
  if ("include" in options && options.include !== undefined) refuse(`${table} is never joined`);
  const where: unknown = "where" in options ? options.where : undefined;
  if (typeof where !== "object" || where === null) throw missing(`a query on ${table} names no organization`);
  // Sequelize has already renamed the attributes to columns when it runs the hook of a deletion.
  const named = ["organizationId", "organization_id"].some((key) => isId(Reflect.get(where, key)));
  if (!named) refuse(`a query on ${table} names no organization`);
}

/** Sequelize adds the new values to the options as `attributes`, untyped. */
function requireNoMove(table: string, options: object): void {
  const values: unknown = Reflect.get(options, "attributes");
  if (typeof values !== "object" || values === null) throw missing(`an update of ${table} hides its values`);
  if ("organizationId" in values) refuse(`a row of ${table} never changes its organization`);
}

function requireValue(table: string, instance: Model): void {
  if (!isId(instance.get("organizationId"))) refuse(`a new row of ${table} names no organization`);
}

/** Sequelize runs these without a hook that could check them, and nothing here needs them. */
const UNHOOKED = ["increment", "decrement", "upsert", "restore"];
/** These skip their hooks when told `hooks: false`. */
const HOOKED = ["findAll", "count", "create", "update", "destroy", "bulkCreate"];

function refuseWithoutHooks(model: ModelStatic<Model>): void {
  const table = model.tableName;
  for (const kind of UNHOOKED) {
    checked(model, kind, () => refuse(`${kind} is not available on ${table}`));
  }
  // The base of count, sum, min and max: the last two never pass a hook.
  checked(model, "aggregate", (args) => requireWhere(table, args.at(-1)));
  const requireHooks = (args: unknown[]): void => {
    const options = args.at(-1);
    if (typeof options !== "object" || options === null) return;
    if ("hooks" in options && options.hooks === false) refuse(`a query on ${table} must run its hooks`);
  };
  for (const kind of HOOKED) checked(model, kind, requireHooks);
  // A row object of its own may change or delete only by its key, which need not say whose it is.
  checked(model.prototype, "destroy", () => refuse(`rows of ${table} are deleted by query only`));
  checked(model.prototype, "save", (args, row) => {
    requireHooks(args);
    if (Reflect.get(row, "isNewRecord") !== true) refuse(`rows of ${table} are changed by query only`);
  });
}

/** Puts `check` in front of a method; what it throws becomes the method's rejection. */
function checked(target: object, method: string, check: (args: unknown[], self: object) => void): void {
  const original: unknown = Reflect.get(target, method);
  if (typeof original !== "function") throw new TypeError(`Sequelize has no ${method} any more`);
  Object.defineProperty(target, method, {
    value: async function (this: object, ...args: unknown[]): Promise<unknown> {
      check(args, this);
      return Reflect.apply(original, this, args);
    },
  });
}
