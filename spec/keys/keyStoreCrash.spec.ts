import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { KeyDestroyed } from "../../keys/errors.js";
import type { KeyStore } from "../../keys/keyStore.js";
import { Secret } from "../../keys/secret.js";
import { parseDataKeyId } from "../../keys/types.js";
import { loops } from "../support/loops.js";
import { FakeClock, keyHex, openReader, openWriter, rootKeyFactory } from "./support/store.js";
import { inTemporaryFolder } from "./support/temporaryFolder.js";

const CHILD = fileURLToPath(new URL("./support/keyStoreChild.js", import.meta.url));

/** Random bytes that run out: every write of the store asks for some first, so it dies between any two of them. */
function randomUntil(calls: number): { random: (size: number) => Buffer; ranOut: () => boolean } {
  let left = calls;
  return {
    random(size) {
      left -= 1;
      if (left < 0) throw new Error("killed here");
      return randomBytes(size);
    },
    ranOut: () => left < 0,
  };
}

/** Runs `change` on copies of a store, killed at its first, second, … step, until one copy is not killed. */
function killedAtEachStep(
  prepare: (store: KeyStore) => void,
  change: (store: KeyStore) => void,
  check: (copy: string, steps: number) => void,
  root: () => Secret,
): number {
  return inTemporaryFolder((parent) => {
    const original = path.join(parent, "original");
    const store = openWriter({ folder: original, rootKey: root() });
    prepare(store);
    store.close();
    for (let steps = 0; ; steps++) {
      const copy = path.join(parent, `killed-${steps}`);
      mkdirSync(copy, { mode: 0o700 });
      cpSync(original, copy, { recursive: true });
      const clock = new FakeClock();
      clock.addDays(30);
      const { random, ranOut } = randomUntil(steps);
      const victim = openWriter({ folder: copy, rootKey: root(), clock, random });
      try {
        change(victim);
      } catch (error) {
        expect(String(error)).to.contain("killed here");
      } finally {
        victim.close();
      }
      check(copy, steps);
      if (!ranOut()) return steps;
    }
  });
}

describe("KeyStore after a crash", () => {
  const root = rootKeyFactory();
  const clock = new FakeClock();
  clock.addDays(30);

  it("opens every key wherever maintenance was cut short, and finishes it the next time", () => {
    const keys = new Map<string, string>();
    const steps = killedAtEachStep(
      (store) => {
        for (let made = 0; made < 3; made++) {
          const id = store.createDataKey();
          keys.set(id, keyHex(store, id));
        }
      },
      (store) => store.maintain(),
      (folder) => {
        const store = openWriter({ folder, rootKey: root(), clock });
        for (const [id, key] of keys) expect(keyHex(store, parseDataKeyId(id))).to.equal(key);
        expect(store.maintain()).to.include({ epochs: 1, dataKeys: 3 });
        for (const [id, key] of keys) expect(keyHex(store, parseDataKeyId(id))).to.equal(key);
        store.close();
        expect(readdirSync(folder).sort()).to.deep.equal(["data-keys.json", "epochs.json", "writer.lock"]);
      },
      root,
    );
    // Epoch: id, key, wrap, file; three keys wrapped, file; old epoch: file.
    expect(steps).to.equal(4 + 4 + 1);
  });

  it("P14 opens with one of both root keys wherever their rotation was cut short", () => {
    const newRoot = rootKeyFactory();
    let made = { id: "", key: "" };
    const opened = new Set<string>();
    killedAtEachStep(
      (store) => {
        const id = store.createDataKey();
        made = { id, key: keyHex(store, id) };
      },
      (store) => store.rotateRoot(newRoot()),
      (folder) => {
        const openers = [root, newRoot].filter((rootKey) => {
          try {
            return keyHex(openReader({ folder, rootKey: rootKey() }), parseDataKeyId(made.id)) === made.key;
          } catch (error) {
            expect(String(error)).to.contain("This root key does not open");
            return false;
          }
        });
        expect(openers.length).to.be.at.least(1);
        opened.add(openers.map((rootKey) => (rootKey === root ? "old" : "new")).join());
      },
      root,
    );
    expect([...opened]).to.deep.equal(["old", "old,new", "new"]);
  });

  it("goes on in the same process after a failed write as if the call had not been made", () => {
    inTemporaryFolder((folder) => {
      let failing = false;
      const random = (size: number) => {
        if (failing && size === 8) throw new Error("disk full");
        return randomBytes(size);
      };
      const store = openWriter({ folder, rootKey: root(), clock, random });
      const id = store.createDataKey();
      failing = true;
      expect(() => store.destroyDataKey(id)).to.throw("disk full");
      expect(() => store.createDataKey()).to.throw("disk full");
      expect(() => store.rotateRoot(rootKeyFactory()())).to.throw("disk full");
      failing = false;
      expect(keyHex(store, id)).to.have.length(64);
      const later = store.createDataKey();
      store.destroyDataKey(id);
      expect(store.maintain().dataKeys).to.equal(1);
      store.close();
      const again = openWriter({ folder, rootKey: root(), clock });
      expect(keyHex(again, later)).to.have.length(64);
      again.close();
    });
  });

  it("keeps what it promised before kill -9 at any moment", async function () {
    this.timeout(300_000);
    for (let round = 0; round < loops(6, 200); round++) {
      await inTemporaryFolder(async (folder) => {
        const rootHex = randomBytes(32).toString("hex");
        const said = await killAfterLines(startChild(folder, rootHex, "work"), 2 + ((round * 7) % 40));
        const store = openWriter({ folder, rootKey: new Secret(Buffer.from(rootHex, "hex")), clock });
        expectKept(store, said);
        store.maintain();
        expectKept(store, said);
        store.close();
      });
    }
  });
});

describe("KeyStore as reader beside a busy writer", () => {
  it("opens every key the moment the writer has promised it", async function () {
    this.timeout(120_000);
    await inTemporaryFolder(async (folder) => {
      const rootHex = randomBytes(32).toString("hex");
      const child = startChild(folder, rootHex, "work");
      const lines = createInterface(child.stdout);
      try {
        await once(lines, "line");
        const reader = openReader({ folder, rootKey: new Secret(Buffer.from(rootHex, "hex")) });
        let left = loops(80, 2000);
        for await (const line of lines) {
          expectKept(reader, [line]);
          left -= 1;
          if (left <= 0) child.kill("SIGKILL");
        }
        expect(left).to.be.at.most(0);
        reader.close();
      } finally {
        await kill(child);
      }
    });
  });
});

describe("the writer's lock", () => {
  it("refuses a second writer in the same process, and is free after close", () => {
    inTemporaryFolder((folder) => {
      const root = rootKeyFactory();
      const first = openWriter({ folder, rootKey: root() });
      for (let attempt = 0; attempt < 3; attempt++) {
        expect(() => openWriter({ folder, rootKey: root() })).to.throw(
          `already has a writer, process ${process.pid}`,
        );
      }
      openReader({ folder, rootKey: root() }).close();
      first.close();
      openWriter({ folder, rootKey: root() }).close();
    });
  });

  it("refuses while another process writes, names it, and is free once that one was killed", async () => {
    await inTemporaryFolder(async (folder) => {
      const rootHex = randomBytes(32).toString("hex");
      const child = startChild(folder, rootHex, "hold");
      try {
        await once(createInterface(child.stdout), "line");
        const open = () => openWriter({ folder, rootKey: new Secret(Buffer.from(rootHex, "hex")) });
        expect(open).to.throw(`already has a writer, process ${child.pid}. Only one process may change it`);
        await kill(child);
        open().close();
      } finally {
        await kill(child);
      }
    });
  });

  it("is free when opening failed", () => {
    inTemporaryFolder((folder) => {
      const root = rootKeyFactory();
      openWriter({ folder, rootKey: root() }).close();
      expect(() => openWriter({ folder, rootKey: rootKeyFactory()() })).to.throw(
        /This root key does not open/,
      );
      openWriter({ folder, rootKey: root() }).close();
    });
  });
});

type Child = ChildProcess & { readonly stdout: NodeJS.ReadableStream };

function startChild(folder: string, rootHex: string, task: "hold" | "work"): Child {
  return spawn(process.execPath, [CHILD, folder, rootHex, task], { stdio: ["pipe", "pipe", "inherit"] });
}

async function kill(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

/** Everything the child said until it was dead; it is killed once it said `count` lines. */
async function killAfterLines(child: Child, count: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (lines.length >= count) child.kill("SIGKILL");
  }
  await kill(child);
  expect(lines.length).to.be.at.least(count);
  return lines;
}

function expectKept(store: KeyStore, said: readonly string[]): void {
  for (const line of said) {
    const [what, id = "", key] = line.split(" ");
    if (what === "made") expect(keyHex(store, parseDataKeyId(id))).to.equal(key);
    if (what === "destroyed") expect(() => store.dataKey(parseDataKeyId(id))).to.throw(KeyDestroyed);
  }
}
