import { expect } from "chai";
import { detectCapabilities } from "../../../../server/intake/sandbox/capabilities.js";

describe("detectCapabilities", () => {
  it("names each thing once, with what was found, and what follows exactly where it is missing", async () => {
    const { findings } = await detectCapabilities();
    const names = findings.map((finding) => finding.name);
    expect(new Set(names).size).to.equal(names.length);
    for (const wanted of [
      "bwrap",
      "user namespaces",
      "gocryptfs",
      "FUSE",
      "git",
      "ssh",
      "system call filter",
      "swap off",
    ]) {
      expect(names).to.include(wanted);
    }
    for (const { name, ok, detail, consequence } of findings) {
      expect(detail, name).not.to.equal("");
      expect(consequence === null, name).to.equal(ok);
    }
  });

  it("finds programs in the system's folders only, whatever PATH says", async () => {
    const before = process.env["PATH"];
    process.env["PATH"] = "/nowhere";
    const { find } = await detectCapabilities();
    process.env["PATH"] = before;
    expect(find("sh")).to.match(/^\/(usr\/)?bin\/sh$/);
    expect(find("no-such-program")).to.equal(null);
  });

  it("offers one line to install exactly when a package's program is missing", async () => {
    const { installLine, find } = await detectCapabilities();
    const programs = [
      "bwrap",
      "gocryptfs",
      "git",
      "ssh",
      "setpriv",
      "prlimit",
      "nsenter",
      "unshare",
      "mount",
      "timeout",
      "perl",
    ];
    if (programs.every((program) => find(program) !== null)) expect(installLine).to.equal(null);
    else expect(installLine).to.match(/^apt-get install -y [a-z]/);
  });
});
