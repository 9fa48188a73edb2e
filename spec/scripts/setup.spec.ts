import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { type PlantedProject, plantProject, readProjectFile, runProgram } from "./plantedProject.js";

const FAILING_NPM = '#!/bin/sh\necho "npm $*" >&2\nexit 1\n';
const LOCK = readProjectFile("package-lock.json");

describe("scripts/setup", () => {
  let project: PlantedProject;
  const at = (file: string) => path.join(project.folder, file);
  afterEach(() => project.remove());

  const setUp = (searchPath: string, ...args: string[]) =>
    runProgram(process.execPath, [at("scripts/setup.mjs"), ...args], {
      env: { HOME: project.folder, PATH: searchPath },
    });

  it("installs nothing when node_modules holds what the lock file names", async () => {
    project = plantProject({
      "path/npm": FAILING_NPM,
      "node_modules.real/.package-lock.json": LOCK,
    }).withScripts();
    project.without("node_modules").rename("node_modules.real", "node_modules");
    const ended = await setUp(at("path"), "check", "--quiet");
    expect(ended).to.deep.equal({ code: 0, stdout: "", stderr: "" });
  });

  it("runs npm ci when a locked package has another hash than the installed one", async () => {
    project = plantProject({
      "path/npm": FAILING_NPM,
      "node_modules.real/.package-lock.json": LOCK.replace(
        /"integrity": "sha512-..../,
        '"integrity": "sha512-AAAA',
      ),
    }).withScripts();
    project.without("node_modules").rename("node_modules.real", "node_modules");
    const ended = await setUp(`${at("path")}:/usr/bin:/bin`, "check", "--quiet");
    expect(ended.stderr).to.match(/^npm ci /);
    expect(ended.stderr).to.include("npm ci failed; its message stands above.");
    expect(ended.code).to.equal(1);
  });

  it("leaves a node_modules alone that is a link to another checkout's", async () => {
    project = plantProject({ "path/npm": FAILING_NPM }).withScripts();
    writeFileSync(at("package-lock.json"), '{"packages":{"node_modules/absent":{"version":"1.0.0"}}}');
    const ended = await setUp(`${at("path")}:/usr/bin:/bin`, "check", "--quiet");
    expect(ended).to.deep.equal({ code: 0, stdout: "", stderr: "" });
  });

  it("stops with the one apt-get line when something vital cannot be had", async () => {
    project = plantProject({ "path/nothing": "" }).withScripts();
    const ended = await setUp(at("path"), "run");
    expect(ended.code).to.equal(1);
    expect(ended.stderr).to.include("Sealgrade cannot go on without git and openssh-client. As root, run:");
    expect(ended.stderr).to.match(/^ {2}apt-get install -y --no-install-recommends git openssh-client\b.*$/m);
  });

  it("goes on without what it can do without, and names each loss", async () => {
    const tool = "#!/bin/sh\n";
    project = plantProject({ "path/git": tool, "path/ssh": tool, "path/gocryptfs": tool }).withScripts();
    const ended = await setUp(at("path"), "run");
    expect(ended.code).to.equal(0);
    expect(ended.stderr).to.include("! bubblewrap is missing. Lost: the sandbox;");
    expect(ended.stderr).to.not.include("gocryptfs is missing");
    expect(ended.stderr).to.include("apt-get install -y --no-install-recommends bubblewrap\n");
  });
});
