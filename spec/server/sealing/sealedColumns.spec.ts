import { expect } from "chai";
import type { RecordContext } from "../../../keys/types.js";
import { sealedColumns } from "../../../server/sealing/sealedColumns.js";

const KEY = Buffer.alloc(32, 1);
const OTHER_KEY = Buffer.alloc(32, 2);

/** Each sealed column for one row, for another row, and for another tenant where a tenant owns it. */
const CONTEXTS: Readonly<Record<keyof typeof sealedColumns, readonly RecordContext[]>> = {
  deployKeyPrivateKey: rowsOfTenants(sealedColumns.deployKeyPrivateKey),
  revisionOverview: rowsOfTenants(sealedColumns.revisionOverview),
  revisionIndex: rowsOfTenants(sealedColumns.revisionIndex),
  factsBody: keyedRows(sealedColumns.factsBody),
  sourceBody: keyedRows(sealedColumns.sourceBody),
  organizationName: [sealedColumns.organizationName("one"), sealedColumns.organizationName("two")],
  userDisplayName: [sealedColumns.userDisplayName("one"), sealedColumns.userDisplayName("two")],
  sessionUserAgent: keyedSessions(sealedColumns.sessionUserAgent),
  sessionAddress: keyedSessions(sealedColumns.sessionAddress),
  instanceRecord: [sealedColumns.instanceRecord("one"), sealedColumns.instanceRecord("two")],
};

function rowsOfTenants(at: (tenant: string, row: string) => RecordContext): RecordContext[] {
  return [at("one", "a"), at("one", "b"), at("two", "a")];
}

function keyedRows(at: (tenant: string, project: string, key: Buffer) => RecordContext): RecordContext[] {
  return [at("one", "a", KEY), at("one", "a", OTHER_KEY), at("one", "b", KEY), at("two", "a", KEY)];
}

function keyedSessions(at: (user: string, tokenHash: Buffer) => RecordContext): RecordContext[] {
  return [at("one", KEY), at("one", OTHER_KEY), at("two", KEY)];
}

describe("sealedColumns", () => {
  it("P13 binds every sealed value to a place of its own: no two columns, rows or tenants share one", () => {
    const all = Object.values(CONTEXTS).flat();
    const places = all.map(({ table, column, rowId, tenantId }) =>
      [table, column, rowId, tenantId].join("\n"),
    );
    expect(new Set(places).size).to.equal(places.length);
  });
});
