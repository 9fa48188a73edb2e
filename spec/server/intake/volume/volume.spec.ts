import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { IntakeError } from "../../../../server/intake/errors.js";
import type { AnalysisUid } from "../../../../server/intake/sandbox/sandbox.js";
import { createGocryptfsDriver } from "../../../../server/intake/volume/gocryptfs.js";
import { createMemoryDriver } from "../../../../server/intake/volume/memory.js";
import { isMounted } from "../../../../server/intake/volume/mounts.js";
import type { Volume, VolumeDriver } from "../../../../server/intake/volume/volume.js";
import { unavailable } from "../../../support/unavailable.js";
import { type Ground, prepareGround, processesWith, runPerl, until } from "../sandbox/sandboxSupport.js";

const CANARY = "canary-7f3a-in-the-source";
const MIB = 1024 * 1024;
/** The password of the n-th volume is known, so that it can be looked for. */
const KEY = Buffer.from(createHash("sha256").update("a volume's key").digest());

/** Every byte of every file below a folder of the disk, mounts left out. */
function bytesBelow(folder: string): Buffer {
  const parts = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return isMounted(file) ? Buffer.alloc(0) : bytesBelow(file);
    return Buffer.concat([Buffer.from(`${entry.name}\n`), readFileSync(file)]);
  });
  return Buffer.concat(parts);
}

const DRIVERS: Record<VolumeDriver["kind"], (ground: Ground) => VolumeDriver> = {
  gocryptfs: ({ capabilities, folder }) =>
    createGocryptfsDriver({
      capabilities,
      folder: path.join(folder, "volumes"),
      random: () => Buffer.from(KEY),
    }),
  memory: ({ capabilities, folder }) =>
    createMemoryDriver({ capabilities, folder: path.join(folder, "volumes") }),
};

for (const kind of ["gocryptfs", "memory"] as const) {
  describe(`${kind} volume`, () => {
    let ground: Ground;
    let driver: VolumeDriver;
    let claim: AnalysisUid;
    before(async function () {
      ground = await prepareGround();
      if (!ground.capabilities.root) unavailable(this, "volumes for uids of their own need root");
      if (kind === "gocryptfs" && !ground.capabilities.encryptedVolumes)
        unavailable(this, "gocryptfs or FUSE is missing");
      driver = DRIVERS[kind](ground);
      claim = ground.sandbox.claimUid();
    });
    after(() => {
      claim?.release();
      ground?.remove();
    });

    const create = (id: string, sizeBytes = 64 * MIB) => driver.create({ id, uid: claim.uid, sizeBytes });
    const inside = (volume: Volume, program: string, uid = claim.uid) =>
      runPerl(ground, program, {
        stage: "fetch",
        uid,
        binds: [{ source: volume.path, target: "/job", writable: true }],
      });
    const WRITE = `mkdir "/job/${CANARY}"; open F, ">", "/job/${CANARY}/file" or die; print F "${CANARY}\\n" x 1000; close F or die`;

    it("P08 shows stages the clone in clear and leaves nothing readable of it, or of its key, on the disk", async () => {
      const volume = await create("one");
      expect((await inside(volume, WRITE)).stderr).to.equal("");
      const read = await inside(volume, `open F, "<", "/job/${CANARY}/file"; print scalar <F>`);
      expect(read.stdout).to.equal(`${CANARY}\n`);
      const onDisk = bytesBelow(ground.folder);
      for (const sought of [CANARY, KEY, KEY.toString("hex"), KEY.toString("base64")]) {
        expect(onDisk.includes(sought)).to.equal(false);
      }
      for (const pid of processesWith("/volumes/one/")) {
        const told = Buffer.concat([
          readFileSync(`/proc/${pid}/cmdline`),
          readFileSync(`/proc/${pid}/environ`),
        ]);
        expect(told.includes(KEY.toString("hex"))).to.equal(false);
      }
      await volume.destroy();
    });

    it("P08 is gone after it was destroyed, and says nothing when it is destroyed again", async () => {
      const volume = await create("two");
      await inside(volume, WRITE);
      await volume.destroy();
      await volume.destroy();
      expect(isMounted(volume.path)).to.equal(false);
      expect(existsSync(path.join(ground.folder, "volumes/two"))).to.equal(false);
      expect(processesWith("/volumes/two/")).to.deep.equal([]);
      expect(volume.failed.aborted).to.equal(false);
    });

    it("P09 is readable by its own uid alone", async () => {
      const other = ground.sandbox.claimUid();
      const volume = await create("three");
      await inside(volume, WRITE);
      const foreign = await inside(volume, `print opendir(D, "/job") ? "listed" : "refused"`, other.uid);
      expect(foreign.stdout).not.to.contain("listed");
      if (kind === "gocryptfs") expect(() => readdirSync(volume.path), "not even root").to.throw("EACCES");
      await volume.destroy();
      other.release();
    });

    it("P12 does not outgrow its size", async () => {
      const volume = await create("four", 4 * MIB);
      const fill = `for my $n (1 .. 40) { open F, ">", "/job/$n" or last; my $w = syswrite F, "x" x ${MIB}; last if ($w // 0) < ${MIB}; $all = $n } print $all`;
      const { stdout } = await inside(volume, fill);
      if (kind === "memory") expect(Number(stdout)).to.be.lessThan(4 + 1);
      else {
        await until(() => volume.failed.aborted);
        expect(volume.failed.reason).to.have.property("code", "over-limit-size");
      }
      await volume.destroy();
    });

    it("P08 is gone after the service was killed and another one swept, which leaves living ones alone", async () => {
      const living = await create("living");
      const script = `
        const { prepareGround } = await import(${JSON.stringify(path.join(import.meta.dirname, "../sandbox/sandboxSupport.js"))});
        const intake = ${JSON.stringify(path.resolve(import.meta.dirname, "../../../../server/intake"))};
        const { createGocryptfsDriver } = await import(intake + "/volume/gocryptfs.js");
        const { createMemoryDriver } = await import(intake + "/volume/memory.js");
        const { capabilities, sandbox, remove } = await prepareGround();
        remove();
        const create = ${kind === "gocryptfs"} ? createGocryptfsDriver : createMemoryDriver;
        const driver = create({ capabilities, folder: ${JSON.stringify(path.join(ground.folder, "volumes"))} });
        const volume = await driver.create({ id: "orphan", uid: sandbox.claimUid().uid, sizeBytes: 1e8 });
        console.log(volume.path);
        process.stdin.resume();`;
      const service = spawn(process.execPath, ["--input-type=module", "-e", script], {
        stdio: ["pipe", "pipe", "inherit"],
      });
      const [orphan] = (await once(service.stdout, "data")).map((chunk: Buffer) =>
        chunk.toString("utf8").trim(),
      );
      expect(await driver.sweep(), "while its owner lives").to.deep.equal([]);
      service.kill("SIGKILL");
      await once(service, "exit");
      await until(() => processesWith("/volumes/orphan/").length === 0);
      expect(await driver.sweep()).to.deep.equal(["orphan"]);
      expect(isMounted(orphan ?? "")).to.equal(false);
      expect(readdirSync(path.join(ground.folder, "volumes"))).to.deep.equal(["living"]);
      expect((await inside(living, WRITE)).stderr).to.equal("");
      await living.destroy();
    });

    it("refuses ids that would leave its folder and ids in use, and leaves nothing behind", async () => {
      for (const id of ["..", "a/b", "", ".new-1", "a".repeat(65)]) {
        expect(await failureOf(create(id))).to.be.instanceOf(Error);
      }
      const volume = await create("used");
      expect(await failureOf(create("used"))).to.be.instanceOf(Error);
      expect((await inside(volume, WRITE)).stderr).to.equal("");
      await volume.destroy();
      expect(readdirSync(path.join(ground.folder, "volumes"))).to.deep.equal([]);
    });

    if (kind === "gocryptfs") {
      it("P08 takes 32 random bytes as its key, and keeps none of them", async () => {
        const given: Buffer[] = [];
        const random = (bytes: number) => {
          given.push(randomBytes(bytes));
          return given.at(-1) ?? Buffer.alloc(0);
        };
        const { capabilities, folder } = ground;
        const own = createGocryptfsDriver({ capabilities, folder: path.join(folder, "volumes"), random });
        const volume = await own.create({ id: "forgetful", uid: claim.uid, sizeBytes: MIB });
        expect(given).to.deep.equal([Buffer.alloc(32)]);
        await volume.destroy();
      });

      it("P08 never dumps the memory that holds its key", async () => {
        const volume = await create("core");
        const [server] = processesWith("/volumes/core/cipher");
        expect(readFileSync(`/proc/${server}/limits`, "utf8")).to.match(/^Max core file size +0 +0 /m);
        await volume.destroy();
      });

      it("says so when gocryptfs dies, and is removed all the same", async () => {
        const volume = await create("five");
        for (const pid of processesWith("/volumes/five/cipher")) process.kill(pid, "SIGKILL");
        await until(() => volume.failed.aborted);
        expect(volume.failed.reason).to.have.property("code", "volume-failed");
        await volume.destroy();
        expect(existsSync(path.join(ground.folder, "volumes/five"))).to.equal(false);
      });
    } else {
      it("P08 is never swapped out", async () => {
        const volume = await create("six");
        const line = readFileSync("/proc/self/mountinfo", "utf8")
          .split("\n")
          .find((text) => text.includes(volume.path));
        expect(line).to.contain(" tmpfs ");
        if (!/[ ,]noswap/.test(line ?? "")) expect(ground.capabilities.swap).to.equal(false);
        await volume.destroy();
      });

      it("P08 is kept out of swap or not made at all where swap is on", async () => {
        const { capabilities, folder } = ground;
        const swapping = createMemoryDriver({ capabilities: { ...capabilities, swap: true }, folder });
        const made = await swapping
          .create({ id: "swapping", uid: claim.uid, sizeBytes: MIB })
          .catch(() => null);
        const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
        // Kernels before 6.4 know no `noswap`: there nothing may be mounted.
        for (const line of mounts.filter((text) => text.includes(path.join(folder, "swapping"))))
          expect(line).to.match(/[ ,]noswap/);
        await made?.destroy();
      });

      it("P08 refuses an ordinary user while swap is on, since only root can keep memory out of it", async () => {
        const swapping = createMemoryDriver({
          capabilities: { ...ground.capabilities, swap: true },
          folder: ground.folder,
        });
        const error = await failureOf(swapping.create({ id: "swap", uid: null, sizeBytes: MIB }));
        expect(error).to.be.instanceOf(IntakeError);
        expect(existsSync(path.join(ground.folder, "swap"))).to.equal(false);
      });

      it("P08 gives an ordinary user a volume inside a namespace, gone with its holder", async () => {
        const ordinary = 3_000_017;
        const home = mkdtempSync(path.join(ground.folder, "user-"));
        chownSync(home, ordinary, ordinary);
        const script = `
          const { prepareGround, runPerl } = await import(${JSON.stringify(path.join(import.meta.dirname, "../sandbox/sandboxSupport.js"))});
          const { createMemoryDriver } = await import(${JSON.stringify(path.resolve(import.meta.dirname, "../../../../server/intake/volume/memory.js"))});
          const ground = await prepareGround();
          const driver = createMemoryDriver({ capabilities: ground.capabilities, folder: ${JSON.stringify(home)} + "/volumes" });
          const volume = await driver.create({ id: "own", uid: null, sizeBytes: 1e7 });
          const view = { uid: null, holderPid: volume.holderPid, binds: [{ source: volume.path, target: "/job", writable: true }] };
          const wrote = await runPerl(ground, ${JSON.stringify(WRITE)}, { stage: "fetch", ...view });
          const read = await runPerl(ground, 'open F, "<", "/job/${CANARY}/file"; print scalar <F>', view);
          const { readdirSync } = await import("node:fs");
          const seen = readdirSync(volume.path);
          await volume.destroy();
          ground.remove();
          console.log(JSON.stringify([wrote.stderr, read.stdout + read.stderr, seen, readdirSync(${JSON.stringify(home)} + "/volumes")]));`;
        const user = spawn(process.execPath, ["--input-type=module", "-e", script], {
          stdio: ["ignore", "pipe", "inherit"],
          uid: ordinary,
          gid: ordinary,
          cwd: "/",
        });
        let said = "";
        user.stdout.on("data", (chunk: Buffer) => {
          said += chunk.toString("utf8");
        });
        await once(user, "close");
        expect(JSON.parse(said)).to.deep.equal(["", `${CANARY}\n`, [], []]);
      });
    }
  });
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}
