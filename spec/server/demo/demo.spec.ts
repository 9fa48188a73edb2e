import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { temporaryHome } from "../../support/installation.js";
import { unavailable } from "../../support/unavailable.js";

const CLI = fileURLToPath(new URL("../../../server/cli/main.js", import.meta.url));
const SSHD_PLACES = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/usr/bin/sshd"];
const GIT_ENVIRONMENT = {
  PATH: "/usr/bin:/bin",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Ann",
  GIT_AUTHOR_EMAIL: "ann@example.org",
  GIT_COMMITTER_NAME: "Ann",
  GIT_COMMITTER_EMAIL: "ann@example.org",
};

/** The demo in a process of its own, below a home of its own, on a free port. */
describe("sealgrade demo", function () {
  this.timeout(120_000);
  let folder = "";
  const home = () => path.join(folder, "home");
  const repository = () => path.join(folder, "repository with 'quotes' and ä");

  before(function () {
    if (!SSHD_PLACES.some((file) => existsSync(file))) unavailable(this, "openssh-server is not installed");
  });
  beforeEach(() => {
    folder = temporaryHome();
    plantRepository(repository());
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const start = (...args: string[]) =>
    new Demo(["demo", "--home", home(), "--repository", repository(), "--port", "0", ...args]);

  it("shows the whole way from a private repository to a grade and a sign-in link, and again", async () => {
    for (const round of ["first", "second"]) {
      const demo = start("--once");
      expect(await demo.ended, round + demo.text).to.equal(0);
      for (const line of [/^Host key {3}SHA256:\S+ {2}confirmed$/m, /^ {2}Grade {6}[A-F]$/m])
        expect(demo.text, round).to.match(line);
      expect(demo.text, round).to.match(/^ {2}https:\/\/localhost:\d+\/sign-in\/\S+$/m);
    }
    expect(leftovers(home())).to.deep.equal([]);
  });

  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    it(`P08 ends in order on ${signal} in the middle of an analysis, and leaves nothing running or mounted`, async () => {
      const demo = start();
      await demo.says("Analysis   Reading");
      demo.kill(signal);
      demo.kill(signal); // as a terminal and npm each pass it on
      expect(await demo.ended, demo.text).to.equal(0);
      expect(leftovers(home())).to.deep.equal([]);
    });
  }

  it("P08 starts again after a kill in the middle of an analysis, and clears away what that left", async () => {
    const killed = start();
    await killed.says("Analysis   Reading");
    killed.kill("SIGKILL");
    await killed.ended;
    const next = start();
    await next.says("Analysis ");
    next.kill("SIGTERM");
    expect(await next.ended, next.text).to.equal(0);
    expect(leftovers(home())).to.deep.equal([]);
  });

  for (const [what, prepare, words] of [
    [
      "no git repository",
      () => rmSync(path.join(repository(), ".git"), { recursive: true }),
      "--repository FOLDER",
    ],
    ["no branch", () => git(repository(), "checkout", "-q", "--detach"), "git switch -c demo"],
    ["no commit", () => git(repository(), "checkout", "-q", "--orphan", "new"), "has no commit yet"],
  ] as const) {
    it(`says what to do where there is ${what}, and makes nothing`, async () => {
      prepare();
      const demo = start("--once");
      expect(await demo.ended).to.equal(2);
      expect(demo.text).to.contain(words);
      expect(existsSync(home())).to.equal(false);
    });
  }
});

class Demo {
  readonly ended: Promise<number | null>;
  text = "";
  readonly #process: ChildProcess;

  constructor(args: readonly string[]) {
    this.#process = spawn(process.execPath, ["--enable-source-maps", CLI, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: "/usr/bin:/bin" },
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.text += text;
      });
    }
    this.ended = new Promise((resolve) => this.#process.once("close", resolve));
  }

  /** Resolves once it said so; rejects when it ends without. */
  says(words: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => this.text.includes(words) && resolve();
      this.#process.stdout?.on("data", look);
      void this.ended.then(() => reject(new Error(`it ended before "${words}":\n${this.text}`)));
    });
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }
}

/** Enough files that an analysis is still running when a signal comes. */
function plantRepository(folder: string): void {
  mkdirSync(folder);
  for (let n = 0; n < 200; n += 1)
    writeFileSync(
      path.join(folder, `file${n}.ts`),
      `export const f${n} = (a: number) => a && ${n};\n`.repeat(50),
    );
  git(folder, "init", "-q", "-b", "main");
  git(folder, "add", ".");
  git(folder, "commit", "-q", "-m", "first");
}

function git(folder: string, ...args: readonly string[]): void {
  execFileSync("git", ["-C", folder, ...args], { env: GIT_ENVIRONMENT });
}

/** What still stands, is mounted or runs below a demo's home. */
function leftovers(home: string): string[] {
  const files = ["volumes", "access"].flatMap((name) =>
    readdirSync(path.join(home, "work", name)).map((entry) => path.join(name, entry)),
  );
  const mounts = readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .filter((line) => line.includes(home));
  return [...files, ...mounts, ...processesNaming(home)];
}

function processesNaming(text: string): string[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      return command.includes(text) ? [command] : [];
    } catch {
      return []; // it ended meanwhile
    }
  });
}
