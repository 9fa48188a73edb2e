import { copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { type PlantedProject, plantProject, projectFolder, runProgram } from "./plantedProject.js";

/** Says what it was started with, and ends with a code nobody else uses. */
const MAIN = `
console.log(JSON.stringify({ node: process.versions.node, args: process.argv.slice(2), flags: process.execArgv }));
process.exitCode = 23;
`;

const AN_OLDER_NODE = "#!/bin/sh\necho 20\n";

function plantLauncher(files: Readonly<Record<string, string>>): PlantedProject {
  const project = plantProject({ "bin/.keep": "", ...files });
  copyFileSync(path.join(projectFolder, "bin/sealgrade"), path.join(project.folder, "bin/sealgrade"));
  return project;
}

describe("bin/sealgrade", () => {
  let project: PlantedProject;
  afterEach(() => project.remove());

  it("starts Node 24 with the arguments and keeps the exit code, through a link in a folder with a space", async () => {
    project = plantLauncher({ "dist/server/cli/main.js": "", "dist/server/cli/brief.cjs": MAIN });
    const folder = path.join(project.folder, "some where");
    mkdirSync(folder);
    symlinkSync("../bin/sealgrade", path.join(folder, "sealgrade"));
    symlinkSync("some where/sealgrade", path.join(project.folder, "link of a link"));
    const result = await runProgram(path.join(project.folder, "link of a link"), ["grade", "a b", "--json"], {
      cwd: "/",
    });
    expect(result.code).to.equal(23);
    const started = JSON.parse(result.stdout);
    expect(Number(started.node.split(".")[0])).to.be.at.least(24);
    expect(started.args).to.deep.equal(["grade", "a b", "--json"]);
    expect(started.flags, "native code must not get into the process with the keys").to.include(
      "--no-addons",
    );
  });

  it("starts what is over in a second from one file, and everything else from its modules", async () => {
    const saying = (name: string) => `console.log("${name}", process.argv.slice(2).join("+"));`;
    project = plantLauncher({
      "dist/server/cli/main.js": saying("modules"),
      "dist/server/cli/brief.cjs": saying("file"),
    });
    const started = async (...args: string[]) =>
      (await runProgram(path.join(project.folder, "bin/sealgrade"), args)).stdout;
    expect(await started("grade", "a")).to.equal("file grade+a\n");
    expect(await started("explain", "a")).to.equal("file explain+a\n");
    expect(await started("serve")).to.equal("modules serve\n");
    expect(await started()).to.equal("modules \n");
  });

  it("says what to run when nothing is built yet", async () => {
    project = plantLauncher({});
    const result = await runProgram(path.join(project.folder, "bin/sealgrade"), []);
    expect(result.code).to.equal(1);
    expect(result.stderr).to.equal(
      `sealgrade: Nothing is built yet. Run: cd '${project.folder}' && npm run setup && npm run build\n`,
    );
  });

  it("says what to run when there is only an older Node", async () => {
    project = plantLauncher({ "dist/server/cli/main.js": MAIN, "path/node": AN_OLDER_NODE }).without(
      "node_modules",
    );
    const result = await runProgram(path.join(project.folder, "bin/sealgrade"), [], {
      env: { PATH: `${project.folder}/path:/usr/bin:/bin` },
    });
    expect(result.code).to.equal(1);
    expect(result.stderr).to.equal(
      `sealgrade: Node 24 is missing (found 20). Run: cd '${project.folder}' && npm run setup\n`,
    );
  });
});
