import { expect } from "chai";
import { openThreads, type SqliteThreads } from "../../../db/sqlite/threads.js";
import { temporaryFolder } from "../folder.js";

describe("openThreads", () => {
  const folder = temporaryFolder();
  const opened: SqliteThreads[] = [];

  const open = (name: string): SqliteThreads => {
    const threads = openThreads(folder.file(name));
    opened.push(threads);
    return threads;
  };
  afterEach(async () => {
    for (const threads of opened.splice(0)) await threads.close();
  });

  const write = async (threads: SqliteThreads, sql: string): Promise<number> => {
    const lease = await threads.acquireWriter();
    try {
      return (await lease.run({ sql, parameters: [], want: "changes" })).changes;
    } finally {
      lease.release();
    }
  };
  const read = async (threads: SqliteThreads, sql: string): Promise<unknown> =>
    (await threads.read({ sql, parameters: [], want: "rows" })).rows;

  it("keeps foreign keys, recursive triggers, write-ahead logging and full flushing on", async () => {
    const threads = open("pragmas.sqlite");
    const lease = await threads.acquireWriter();
    const pragma = async (name: string): Promise<unknown> => {
      const { rows } = await lease.run({ sql: `PRAGMA ${name}`, parameters: [], want: "rows" });
      return rows[0]?.[name];
    };
    expect(await pragma("foreign_keys")).to.equal(1);
    expect(await pragma("recursive_triggers")).to.equal(1);
    expect(await pragma("journal_mode")).to.equal("wal");
    // 2 is FULL.
    expect(await pragma("synchronous")).to.equal(2);
    lease.release();
  });

  it("readers cannot write", async () => {
    const threads = open("readers.sqlite");
    await write(threads, "CREATE TABLE t (a INTEGER) STRICT");
    const outcome = read(threads, "INSERT INTO t VALUES (1) RETURNING a").catch((error: unknown) => error);
    expect(await outcome).to.include({ code: "SQLITE_READONLY" });
  });

  it("writers take turns in order of arrival, and a released lease stays released", async () => {
    const threads = open("turns.sqlite");
    const first = await threads.acquireWriter();
    const order: string[] = [];
    const later = ["second", "third"].map(async (name) => {
      const lease = await threads.acquireWriter();
      order.push(name);
      lease.release();
      lease.release();
    });
    order.push("first");
    first.release();
    await Promise.all(later);
    expect(order).to.deep.equal(["first", "second", "third"]);
  });

  it("the thread serving requests goes on while a writer waits for another process's lock", async () => {
    const holder = open("busy.sqlite");
    const waiter = open("busy.sqlite");
    await write(holder, "CREATE TABLE t (a INTEGER) STRICT");
    const lease = await holder.acquireWriter();
    await lease.run({ sql: "BEGIN IMMEDIATE", parameters: [], want: "changes" });

    const waiting = write(waiter, "INSERT INTO t VALUES (1)");
    // Were the wait in this thread, this read and the COMMIT below could never run.
    expect(await read(waiter, "SELECT count(*) AS n FROM t")).to.deep.equal([{ n: 0 }]);
    await lease.run({ sql: "COMMIT", parameters: [], want: "changes" });
    lease.release();

    expect(await waiting).to.equal(1);
  });

  it("statements under way fail when the database is closed", async () => {
    const threads = open("closing.sqlite");
    await write(threads, "CREATE TABLE t (a INTEGER) STRICT");
    const lease = await threads.acquireWriter();
    // Long enough to be under way, but with an end: nothing interrupts SQLite inside a statement.
    const slow =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) SELECT count(*) FROM n";
    const running = lease.run({ sql: slow, parameters: [], want: "rows" }).catch((error: unknown) => error);
    await threads.close();
    expect(await running).to.include({ code: "SQLITE_THREAD_ENDED" });
    const after = lease
      .run({ sql: "SELECT 1", parameters: [], want: "rows" })
      .catch((error: unknown) => error);
    expect(await after).to.include({ code: "SQLITE_THREAD_ENDED" });
  });

  it("a small blob travels without its neighbours' bytes", async () => {
    const threads = open("blobs.sqlite");
    await threads.start();
    const { rows } = await threads.read({
      sql: "SELECT ? AS b",
      parameters: [new Uint8Array([1, 2, 3])],
      want: "rows",
    });
    const blob = rows[0]?.["b"];
    expect(blob).to.be.instanceOf(Uint8Array);
    if (blob instanceof Uint8Array) expect(blob.buffer.byteLength).to.equal(3);
  });
});
