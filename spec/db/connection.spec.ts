import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { statSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";
import { inspect } from "node:util";
import { expect } from "chai";
import { type Database, openDatabase } from "../../db/connection.js";
import { DatabaseFailure, DatabaseUnavailable, UniqueConflict } from "../../db/errors.js";
import { forEachDatabase, sharedMariaDb } from "../support/databases.js";
import { isMariaDbInstalled, type MariaDb, startMariaDb } from "../support/mariadb.js";
import { unavailable } from "../support/unavailable.js";
import { aProjectIn, NOW } from "./rows.js";

const organization = (id: string) => ({ id, nameSealed: Buffer.from(id), dataKeyId: "k", createdAt: NOW });

describe("openDatabase", () => {
  forEachDatabase((name, { open, settings, connect }) => {
    it("a transaction commits everything or, when its work throws, nothing", async () => {
      const database = await open();
      const { organizations } = database.repositories;
      const result = await database.transaction(async (tx) => {
        await organizations.create(organization("kept"), tx);
        return "done";
      });
      const failing = database.transaction(async (tx) => {
        await organizations.create(organization("lost"), tx);
        expect((await organizations.load("lost", tx)).id).to.equal("lost");
        throw new Error("halfway");
      });

      expect(result).to.equal("done");
      expect(await failing.catch((error: Error) => error.message)).to.equal("halfway");
      expect((await organizations.list()).map(({ id }) => id)).to.deep.equal(["kept"]);
    });

    it("reading goes on while a transaction is open, and sees only what is committed", async () => {
      const database = await open();
      const { organizations } = database.repositories;

      await database.transaction(async (tx) => {
        await organizations.create(organization("new"), tx);
        expect(await organizations.list()).to.deep.equal([]);
      });

      expect(await organizations.list()).to.have.length(1);
    });

    it("simultaneous read-then-write transactions of two connections all count", async () => {
      const where = await settings();
      const [one, two] = [await connect(where), await connect(where)];
      await one.migrate();
      const { owned, project, organization: owner } = await aProjectIn(one, { pollFailures: 0 });
      await one.repositories.instance.set("counter", Buffer.from("0"));

      const increment = async (database: Database): Promise<void> => {
        await database.transaction(async (tx) => {
          // The first statement takes the lock, as createOrJoin and claim do.
          await database.repositories
            .forOrganization(owner.id)
            .projects.update(project.id, { state: "ready" }, tx);
          const count = Number(await database.repositories.instance.get("counter", tx));
          await database.repositories.instance.set("counter", Buffer.from(String(count + 1)), tx);
        });
      };
      await Promise.all(Array.from({ length: 12 }, (_, index) => increment(index % 2 === 0 ? one : two)));

      expect(String(await one.repositories.instance.get("counter"))).to.equal("12");
      expect((await owned.projects.load(project.id)).state).to.equal("ready");
    });

    it("P16 no error shows a value of the refused statement", async () => {
      const database = await open();
      const canary = `canary-${randomBytes(8).toString("hex")}`;
      const row = { id: canary, nameSealed: Buffer.from(canary), dataKeyId: canary, createdAt: NOW };
      await database.repositories.organizations.create(row);
      const errors: unknown[] = [];
      const collect = (error: unknown): void => {
        errors.push(error);
      };
      await database.repositories.organizations.create(row).catch(collect);
      await database.repositories.organizations.create({ ...row, id: `${canary}2`.repeat(9) }).catch(collect);
      await database.repositories.memberships.add(canary, "missing", "owner").catch(collect);

      expect(errors).to.have.length(3);
      expect(errors[0]).to.be.instanceOf(UniqueConflict);
      for (const error of errors) {
        expect(inspect(error, { depth: 9, showHidden: true })).to.not.include(canary);
        expect(inspect(error, { depth: 9 })).to.not.include(Buffer.from(canary).toString("hex"));
      }
    });

    it("ping answers, and after close it throws instead of waiting", async () => {
      const database = await openDatabase(await settings());
      await database.ping();
      await database.close();

      const outcome = await database.ping().catch((error: unknown) => error);
      expect(outcome).to.be.instanceOf(Error);
    });

    if (name === "sqlite") {
      it("the database's files are readable by the service's account alone", async () => {
        const where = await settings();
        if (where.kind !== "sqlite") throw new Error("not SQLite");
        const database = await connect(where);
        await database.migrate();
        for (const file of [where.file, `${where.file}-wal`, `${where.file}-shm`]) {
          expect(statSync(file).mode & 0o077, file).to.equal(0);
        }
      });
    }
  });
});

describe("a database that is gone for a minute", function () {
  this.timeout(120_000);
  let server: MariaDb | null = null;
  let database: Database | null = null;

  afterEach(async () => {
    await database?.close();
    await server?.remove();
    server = null;
    database = null;
  });

  it("makes queries fail typed within seconds and heals by itself when it returns", async function () {
    if (!isMariaDbInstalled()) unavailable(this, "mariadbd is not installed");
    server = await startMariaDb();
    database = await openDatabase(await server.createDatabase());
    await database.migrate();
    const { organizations } = database.repositories;
    await organizations.create(organization("before"));

    await server.stop();
    const failures = [
      await organizations.list().catch((error: unknown) => error),
      await database.ping().catch((error: unknown) => error),
      await database.transaction((tx) => organizations.list(tx)).catch((error: unknown) => error),
    ];
    await server.start();

    for (const failure of failures) expect(failure).to.be.instanceOf(DatabaseUnavailable);
    expect((await organizations.list()).map(({ id }) => id)).to.deep.equal(["before"]);
    await organizations.create(organization("after"));
  });

  it("rolls back the transaction it interrupted and says so", async function () {
    if (!isMariaDbInstalled()) unavailable(this, "mariadbd is not installed");
    const running = await startMariaDb();
    server = running;
    const opened = await openDatabase(await running.createDatabase());
    database = opened;
    await opened.migrate();
    const { organizations } = opened.repositories;

    const interrupted = opened.transaction(async (tx) => {
      await organizations.create(organization("half"), tx);
      await running.stop();
      await organizations.create(organization("other half"), tx);
    });

    expect(await interrupted.catch((error: unknown) => error)).to.be.instanceOf(DatabaseUnavailable);
    await running.start();
    expect(await organizations.list()).to.deep.equal([]);
  });

  it("connections that fell silent are given up and replaced, not kept until TCP notices", async function () {
    if (!isMariaDbInstalled()) unavailable(this, "mariadbd is not installed");
    const settings = await (await sharedMariaDb()).createDatabase();
    const relay = await openRelay(settings.socketPath ?? "");
    const { user, database: name } = settings;
    const opened = await openDatabase({
      kind: "mysql",
      host: "127.0.0.1",
      port: relay.port,
      user,
      database: name,
    });
    database = opened;
    await opened.migrate();
    const { organizations } = opened.repositories;
    // Ten transactions that wait for one another: every connection the pool may have is open.
    const all = Promise.withResolvers<void>();
    let arrived = 0;
    const holdOne = (): Promise<void> =>
      opened.transaction(async (tx) => {
        await organizations.list(tx);
        arrived += 1;
        if (arrived === 10) all.resolve();
        await all.promise;
      });
    await Promise.all(Array.from({ length: 10 }, () => holdOne()));

    relay.silence();
    const everybody = await Promise.allSettled(Array.from({ length: 12 }, () => organizations.list()));
    for (const outcome of everybody) {
      expect(outcome.status === "rejected" && outcome.reason).to.be.instanceOf(DatabaseUnavailable);
    }
    expect(await organizations.list().catch((error: unknown) => error)).to.deep.equal([]);

    await relay.close();
  });

  it("two transactions that lock each other out both end, one by running again", async function () {
    if (!isMariaDbInstalled()) unavailable(this, "mariadbd is not installed");
    const opened = await openDatabase(await (await sharedMariaDb()).createDatabase());
    database = opened;
    await opened.migrate();
    const { instance } = opened.repositories;
    for (const name of ["a", "b"]) await instance.set(name, Buffer.from("0"));
    const holding = { a: Promise.withResolvers<void>(), b: Promise.withResolvers<void>() };
    let runs = 0;
    const lock = (first: "a" | "b", second: "a" | "b"): Promise<void> =>
      opened.transaction(async (tx) => {
        runs += 1;
        await instance.set(first, Buffer.from(first), tx);
        holding[first].resolve();
        await holding[second].promise;
        await instance.set(second, Buffer.from(first), tx);
      });

    await Promise.all([lock("a", "b"), lock("b", "a")]);

    expect(runs).to.equal(3);
    expect(String(await instance.get("a"))).to.equal(String(await instance.get("b")));
  });

  it("a server that takes connections and says nothing is given up, not waited for", async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    // Without a limit of its own this would end by the suite's time limit.
    const outcome = await openDatabase({
      kind: "mysql",
      host: "127.0.0.1",
      port,
      user: "u",
      database: "d",
    }).catch((error: unknown) => error);
    silent.close();
    expect(outcome).to.be.instanceOf(DatabaseUnavailable);
  });

  it("an account or a database the server does not know is no outage", async function () {
    if (!isMariaDbInstalled()) unavailable(this, "mariadbd is not installed");
    const settings = await (await sharedMariaDb()).createDatabase();
    for (const wrong of [{ user: "nobody", password: "wrong" }, { database: "missing" }]) {
      const outcome = await openDatabase({ ...settings, ...wrong }).catch((error: unknown) => error);
      expect(outcome).to.be.instanceOf(DatabaseFailure);
    }
  });

  it("refuses to open when no server listens", async () => {
    const outcome = await openDatabase({
      kind: "mysql",
      socketPath: "/nonexistent/s",
      user: "u",
      database: "d",
    }).catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(DatabaseUnavailable);
  });
});

/** A relay to the server's socket whose open connections can be made to swallow everything. */
async function openRelay(
  socketPath: string,
): Promise<{ port: number; silence(): void; close(): Promise<void> }> {
  const open: Socket[] = [];
  const relay = createServer((client) => {
    const upstream = createConnection(socketPath);
    for (const socket of [client, upstream]) {
      socket.on("error", () => undefined);
      open.push(socket);
    }
    client.pipe(upstream).pipe(client);
  }).listen(0, "127.0.0.1");
  await once(relay, "listening");
  const address = relay.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    silence() {
      for (const socket of open) socket.unpipe().pause();
    },
    async close() {
      for (const socket of open) socket.destroy();
      relay.close();
      await once(relay, "close");
    },
  };
}
