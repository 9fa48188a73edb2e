import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { statSync } from "node:fs";
import { expect } from "chai";
import { simpleGit } from "simple-git";
import { STAGE_LIMITS } from "../../../../server/intake/sandbox/limits.js";
import { type Ground, prepareConfined, processesWith, until } from "./sandboxSupport.js";

describe("sandbox wrapper", () => {
  let ground: Ground;
  before(async function () {
    ground = await prepareConfined(this);
  });
  after(() => ground?.remove());

  it("P07 runs git inside with its arguments verbatim, also under simple-git", async () => {
    const claim = ground.sandbox.claimUid();
    const view = { stage: "fetch", binds: [], limits: STAGE_LIMITS.fetch, uid: claim.uid } as const;
    const dataFiles = [{ target: "/run/gitconfig", content: "[user]\n\tname = Inside\n" }];
    const env = { GIT_CONFIG_GLOBAL: "/run/gitconfig" };
    const wrapper = await ground.sandbox.wrapper({ ...view, program: "git", dataFiles, env });
    const git = simpleGit({ binary: wrapper.file });
    expect(await git.raw("config", "--get", "user.name")).to.equal("Inside\n");
    const hostile = "$(id) `id` 'a' \"b\" \\ ; * \n end";
    expect(await git.raw("rev-parse", "--sq-quote", hostile)).to.equal(
      ` '${hostile.replaceAll("'", "'\\''")}'\n`,
    );
    await wrapper.close();
    expect(statSync(wrapper.file, { throwIfNoEntry: false })).to.equal(undefined);
    claim.release();
  });

  it("P09 keeps its wall clock and its sandbox", async () => {
    const claim = ground.sandbox.claimUid();
    const perl = ground.capabilities.find("perl") ?? "";
    const limits = { ...STAGE_LIMITS.read, wallClockMs: 1_000 };
    const binds = [{ source: perl, target: perl }];
    const wrapper = await ground.sandbox.wrapper({
      stage: "read",
      program: perl,
      binds,
      limits,
      uid: claim.uid,
    });
    const marker = randomUUID();
    const program = `'${marker}'; $| = 1; print -e "/root" ? "seen" : "hidden"; sleep 600`;
    const child = spawn(wrapper.file, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
    const [said] = await once(child.stdout, "data");
    expect(String(said)).to.equal("hidden");
    await once(child, "exit");
    await until(() => processesWith(marker).length === 0);
    await wrapper.close();
    claim.release();
  });
});
