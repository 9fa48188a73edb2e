/**
 * The database cannot be reached, does not answer in time or cannot write. Trying again later is right;
 * the connection heals by itself.
 */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
  readonly publicMessage =
    "The database does not answer at the moment. Nothing was lost; try again in a minute.";
}

/** A row with the same unique key is already there. */
export class UniqueConflict extends Error {
  override readonly name = "UniqueConflict";
}

/** Two transactions waited for each other; the database ended this one, and running it again is right. */
export class TransactionConflict extends Error {
  override readonly name = "TransactionConflict";
}

/** Any other refusal of the database, of a statement or a sign-in; `code` is the driver's, and no value of the statement is kept. */
export class DatabaseFailure extends Error {
  override readonly name = "DatabaseFailure";
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`the database refused: ${code}`, options);
    this.code = code;
  }
}

/** A row that must exist for the asking organization does not. */
export class RowNotFound extends Error {
  override readonly name = "RowNotFound";

  constructor(table: string) {
    super(`no such row in ${table}`);
  }
}
