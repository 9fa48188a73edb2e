import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { repository } from "../intake/support/testRepository.js";
import { sealgrade } from "./terminal.js";

const SIMPLE = "export function one() {\n  return 1;\n}\n";
/** 60 decisions in one function: nobody's idea of good code. */
const TANGLED = `export function tangled(a) {\n${"  if (a > 1) { if (a > 2) { a = a * 2; } }\n".repeat(60)}  return a;\n}\n`;

describe("sealgrade grade", function () {
  this.timeout(60_000);
  let folder = "";
  const at = (name: string) => path.join(folder, name);

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sealgrade-grade-"));
    for (const [name, text] of [
      ["simple", SIMPLE],
      ["tangled", TANGLED],
      ["none", ""],
    ] as const) {
      mkdirSync(at(name));
      if (text !== "") writeFileSync(at(`${name}/a.js`), text);
    }
    const bare = repository(at("bare.git"));
    bare.branch("old", bare.files({ "a.js": TANGLED }));
    bare.files({ "a.js": SIMPLE });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const gradeIn = (json: string): unknown => JSON.parse(json).totals.grade;

  it("prints text for people, without escape codes where it is no terminal", async () => {
    const { status, stdout, stderr } = await sealgrade("grade", at("simple"));
    expect([status, stderr]).to.deep.equal([0, ""]);
    expect(stdout).to.contain("A").and.not.contain("\u001b");
  });

  it("prints JSON, the same bytes each time (P11)", async () => {
    const first = await sealgrade("grade", at("simple"), "--format", "json");
    const second = await sealgrade("grade", at("simple"), "--format=json", "--jobs", "1");
    expect(first.status).to.equal(0);
    expect(gradeIn(first.stdout)).to.equal("A");
    expect(second.stdout).to.equal(first.stdout);
  });

  it("P07 reads a revision out of a repository that has no work tree, and names its commit", async () => {
    const main = await sealgrade("grade", at("bare.git"), "--revision", "main", "--format", "json");
    expect(gradeIn(main.stdout)).to.equal("A");
    const old = await sealgrade("grade", at("bare.git"), "--revision", "old", "--format", "json");
    expect(gradeIn(old.stdout)).to.equal("F");
    const commit = repository(at("bare.git")).git(["rev-parse", "old"]);
    expect(JSON.parse(old.stdout).revision).to.equal(commit);
  });

  it("writes to a file and prints nothing", async () => {
    const out = at("report.json");
    const { status, stdout } = await sealgrade("grade", at("simple"), "--format", "json", "--out", out);
    expect([status, stdout]).to.deep.equal([0, ""]);
    expect(gradeIn(readFileSync(out, "utf8"))).to.equal("A");
    expect(statSync(out).size).to.be.above(100);
  });

  it("ends with status 1 when the grade is worse than asked for, and still prints it", async () => {
    const missed = await sealgrade("grade", at("tangled"), "--fail-under", "D");
    expect(missed.status).to.equal(1);
    expect(missed.stdout).to.contain("tangled");
    expect((await sealgrade("grade", at("tangled"), "--fail-under", "F")).status).to.equal(0);
    expect((await sealgrade("grade", at("simple"), "--fail-under", "a")).status).to.equal(0);
  });

  it("has nothing to hold against a folder without code", async () => {
    const { status } = await sealgrade("grade", at("none"), "--fail-under", "A");
    expect(status).to.equal(0);
  });

  for (const [what, args, message] of [
    ["no path", [], "Name one folder or repository: `sealgrade grade PATH`."],
    ["two paths", ["a", "b"], "Name one folder or repository: `sealgrade grade PATH`."],
    [
      "an unknown format",
      [".", "--format", "xml"],
      '--format is one of text, json, sarif, markdown, codeclimate, not "xml".',
    ],
    ["no number of jobs", [".", "--jobs", "many"], '--jobs is a whole number from 1 to 64, not "many".'],
    ["no jobs", [".", "--jobs", "0"], '--jobs is a whole number from 1 to 64, not "0".'],
    ["half a job", [".", "--jobs", "1.5"], '--jobs is a whole number from 1 to 64, not "1.5".'],
    ["too many jobs", [".", "--jobs", "65"], '--jobs is a whole number from 1 to 64, not "65".'],
    ["an unknown grade", [".", "--fail-under", "E"], '--fail-under is one of A, B, C, D, F, not "E".'],
    ["a missing folder", ["/no/such/folder"], "This folder does not exist. Check the path."],
  ] as const) {
    it(`refuses ${what} with status 2 and one line`, async () => {
      const { status, stdout, stderr } = await sealgrade("grade", ...args);
      expect([status, stdout, stderr]).to.deep.equal([2, "", `sealgrade: ${message}\n`]);
    });
  }

  it("refuses a file, a revision outside of a repository, and one that does not exist", async () => {
    for (const args of [
      [at("simple/a.js")],
      [at("simple"), "--revision", "main"],
      [at("bare.git"), "--revision", "no-such-branch"],
      [at("bare.git"), "--revision", "--upload-pack=id"],
      [at("bare.git"), "--revision=-h"],
    ]) {
      const { status, stdout, stderr } = await sealgrade("grade", ...args);
      expect([status, stdout], args.join(" ")).to.deep.equal([2, ""]);
      expect(stderr, args.join(" ")).to.match(/^sealgrade: [^\n]+\n$/);
    }
  });

  it("says that a file cannot be written", async () => {
    const { status, stderr } = await sealgrade("grade", at("simple"), "--out", at("nowhere/report.json"));
    expect(status).to.equal(2);
    expect(stderr).to.contain("cannot be written. Check that its folder exists");
  });
});
