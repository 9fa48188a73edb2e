import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { IntakeError } from "../../../server/intake/errors.js";
import type { HostileRepository } from "./hostile/hostileRepository.js";
import { HOSTILE_REPOSITORIES } from "./hostileRepositories.js";
import { type Harness, startHarness } from "./support/harness.js";

describe("hostile repositories", () => {
  let harness: Harness;
  let canary = "";

  before(async () => {
    harness = await startHarness(HOSTILE_REPOSITORIES.map(({ name }) => name));
    canary = path.join(harness.folder, "canary");
  });
  after(() => harness.stop());

  /** Everything in the places that an analysis could leave something in; its temporary folder is among them. */
  function places(): string[] {
    const all = readdirSync(harness.folder, { recursive: true, encoding: "utf8" });
    return all.filter((name) => !/^(repositories|sshd|uids)(\/|$)/.test(name)).sort();
  }

  async function outcomeOf({ name, asksHead }: HostileRepository) {
    const signal = new AbortController().signal;
    const access = harness.access(name, await harness.keyFor(name));
    try {
      const head = asksHead
        ? await harness.intake.resolveHead({ ...access, branch: null })
        : { branch: "main" };
      const revision = await harness.intake.openRevision({ ...access, branch: head.branch });
      try {
        const { entries, skipped } = await revision.list({ signal });
        const files: Record<string, string> = {};
        const reasons = skipped.map(({ path: file, reason }) => [file, reason]);
        for await (const { entry, bytes, skip } of revision.readBlobs(entries, { signal })) {
          if (skip === null) files[entry.path] = bytes.toString();
          else reasons.push([entry.path, skip]);
        }
        return { files, skipped: reasons };
      } finally {
        await revision.destroy();
      }
    } catch (error) {
      if (error instanceof IntakeError)
        return { code: error.code, detail: error.detail, message: error.publicMessage };
      throw error;
    }
  }

  function expectEnding(found: Awaited<ReturnType<typeof outcomeOf>>, hostile: HostileRepository) {
    const { ends } = hostile;
    if ("fails" in ends) {
      expect(found, JSON.stringify(found)).to.have.property("code").that.is.oneOf(ends.fails);
      expect(found)
        .to.have.property("message")
        .that.matches(/^[\x20-\x7e]+$/);
      return;
    }
    if (!("files" in found)) throw new Error(`expected files, got ${JSON.stringify(found)}`);
    expect(found.skipped).to.deep.equal(ends.skipped ?? []);
    expect(found.files).to.deep.equal(
      typeof ends.files === "function" ? ends.files(`touch ${canary}`) : ends.files,
    );
  }

  for (const hostile of HOSTILE_REPOSITORIES) {
    it(`P07 P12 survives ${hostile.tries} (${hostile.name})`, async () => {
      hostile.build(harness.repository(hostile.name), `touch ${canary}`);
      const before = places();
      const found = await outcomeOf(hostile);
      expectEnding(found, hostile);
      expect(existsSync(canary), "something of the repository was run").to.equal(false);
      expect(places()).to.deep.equal(before);
    });
  }

  it("holds at least 40 repositories, none twice", () => {
    expect(new Set(HOSTILE_REPOSITORIES.map(({ name }) => name)).size).to.equal(HOSTILE_REPOSITORIES.length);
    expect(HOSTILE_REPOSITORIES.length).to.be.at.least(40);
  });
});
