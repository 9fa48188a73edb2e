import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { type PlantedProject, plantProject, readProjectFile, runProgram } from "./plantedProject.js";

const MAIN = `
import { answer } from "./answer.js";
console.log(process.argv.slice(2).join("+"), answer);
if (process.argv[2] === "wait") {
  process.on("SIGTERM", () => process.exit(5)); // a status of its own, to be handed on
  setInterval(() => {}, 1_000);
  console.log("waiting");
}
`;

const manifest: { version: string } = JSON.parse(readProjectFile("package.json"));

const FILES = {
  "server/cli/main.ts": MAIN,
  "server/cli/brief.ts": MAIN,
  "server/cli/answer.ts": "export const answer: number = 42;\n",
  "analyzer/pool/process.ts": "export {};\n",
  "analyzer/pool/thread.ts": "export {};\n",
  "web/styles/main.css": "p { color: red; }\n",
};

/** Runs scripts/run.mjs of the planted project to its end. */
const start = (project: PlantedProject, ...args: string[]) =>
  runProgram(process.execPath, [path.join(project.folder, "scripts/run.mjs"), ...args]);

describe("scripts/run", () => {
  let project: PlantedProject;
  const at = (file: string) => path.join(project.folder, file);
  beforeEach(() => {
    project = plantProject(FILES).withScripts();
  });
  afterEach(() => project.remove());

  it("builds, starts the command with its arguments, and keeps stdout for the command alone", async () => {
    const ended = await start(project, "grade", "folder");
    expect(ended.stdout).to.equal("grade+folder 42\n");
    expect(ended.code).to.equal(0);
  });

  it("builds again only when an input changed, and a removed file counts as a change", async () => {
    await start(project, "one");
    const built = statSync(at("dist/.built")).ino;
    await start(project, "two");
    expect(statSync(at("dist/.built")).ino, "nothing changed, yet it was built again").to.equal(built);

    writeFileSync(at("server/cli/answer.ts"), "export const answer: number = 43;\n");
    expect((await start(project, "three")).stdout).to.equal("three 43\n");

    rmSync(at("server/cli/answer.ts"));
    expect((await start(project, "four")).code, "the removed file was still there").to.not.equal(0);
  });

  it("writes down the version and the commit that was built, and whether the sources differ from it", async () => {
    const git = async (...args: string[]) =>
      (
        await runProgram("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], {
          cwd: project.folder,
        })
      ).stdout.trim();
    const built = async () => {
      await start(project, "one");
      return JSON.parse(readFileSync(at("dist/build.json"), "utf8"));
    };
    expect(await built()).to.deep.equal({ version: manifest.version, commit: null, imageDigest: null });
    await git("init", "--quiet");
    await git("add", "server", "analyzer", "web");
    await git("commit", "--quiet", "--no-verify", "-m", "first");
    const commit = await git("rev-parse", "HEAD");
    expect(commit).to.match(/^[0-9a-f]{40}$/);
    expect((await built()).commit).to.equal(commit);
    writeFileSync(at("server/cli/answer.ts"), "export const answer: number = 43;\n");
    expect((await built()).commit).to.equal(`${commit}-modified`);
  });

  it("leaves the last good build alone when a build fails", async () => {
    await start(project, "one");
    const before = readFileSync(at("dist/server/cli/main.js"), "utf8");
    writeFileSync(at("server/cli/answer.ts"), "export const = ;\n");
    const ended = await start(project, "two");
    expect(ended.code).to.equal(1);
    expect(ended.stdout).to.equal("");
    expect(ended.stderr).to.include("answer.ts").and.to.include("The last good build is untouched.");
    expect(readFileSync(at("dist/server/cli/main.js"), "utf8")).to.equal(before);
  });

  it("lets several start at the same moment, before anything is built", async () => {
    const ended = await Promise.all(["a", "b", "c"].map((name) => start(project, name)));
    expect(ended.map((one) => one.stdout)).to.deep.equal(["a 42\n", "b 42\n", "c 42\n"]);
    expect(ended.map((one) => one.code)).to.deep.equal([0, 0, 0]);
  });

  it("takes over a lock whose owner is gone", async () => {
    const gone = spawn(process.execPath, ["-e", ""]);
    await once(gone, "exit");
    mkdirSync(at(".cache"), { recursive: true });
    writeFileSync(at(".cache/build.lock"), String(gone.pid));
    expect((await start(project, "one")).stdout).to.equal("one 42\n");
  });

  it("passes SIGTERM on and ends with the command's exit code", async () => {
    const child = spawn(process.execPath, [at("scripts/run.mjs"), "wait"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      if (line === "waiting") child.kill("SIGTERM");
    }
    if (child.exitCode === null) await once(child, "exit");
    expect(child.exitCode).to.equal(5);
  });
});
