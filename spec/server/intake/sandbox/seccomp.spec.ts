import { existsSync, readFileSync } from "node:fs";
import { expect } from "chai";
import {
  buildSeccompFilter,
  type SeccompArchitecture,
  seccompArchitecture,
} from "../../../../server/intake/sandbox/seccomp.js";
import { DENIED_SYSCALLS, FILTERED_SYSCALLS } from "../../../../server/intake/sandbox/syscalls.js";

const ALLOW = 0x7fff_0000;
const KILL = 0x8000_0000;
const ENOSYS = 0x0005_0000 + 38;
const AUDIT = { x64: 0xc000_003e, arm64: 0xc000_00b7 };

interface Call {
  readonly number: number;
  readonly audit: number;
  readonly args?: readonly number[];
}

/** Runs a classic BPF program over struct seccomp_data as the kernel does (Documentation/networking/filter.rst). */
function answerOf(filter: Buffer, call: Call): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number, 0);
  data.writeUInt32LE(call.audit, 4);
  call.args?.forEach((value, index) => void data.writeUInt32LE(value, 16 + 8 * index));
  let accumulator = 0;
  for (let at = 0; at < filter.length / 8; at++) {
    const code = filter.readUInt16LE(at * 8);
    const k = filter.readUInt32LE(at * 8 + 4);
    const jump = (taken: boolean) => filter.readUInt8(at * 8 + (taken ? 2 : 3));
    if (code === 0x20) accumulator = data.readUInt32LE(k);
    else if (code === 0x15) at += jump(accumulator === k);
    else if (code === 0x25) at += jump(accumulator > k);
    else if (code === 0x45) at += jump((accumulator & k) !== 0);
    else if (code === 0x06) return k;
    else throw new Error(`instruction ${code} is not one the filter should use`);
  }
  throw new Error("the program runs off its end");
}

const columnOf = (architecture: SeccompArchitecture) => (architecture === "x64" ? 0 : 1);

describe("buildSeccompFilter", () => {
  for (const architecture of ["x64", "arm64"] as const) {
    const audit = AUDIT[architecture];
    const column = columnOf(architecture);
    const filter = buildSeccompFilter({ architecture, sockets: "none" });

    it(`P09 refuses every denied call on ${architecture} and lets the rest pass`, () => {
      const denied = new Set<number | null>(Object.values(DENIED_SYSCALLS).map((numbers) => numbers[column]));
      const ruled = new Set<number | null>(
        Object.values(FILTERED_SYSCALLS).map((numbers) => numbers[column]),
      );
      for (let number = 0; number <= 450; number++) {
        if (ruled.has(number)) continue;
        expect(answerOf(filter, { number, audit }), `call ${number}`).to.equal(
          denied.has(number) ? ENOSYS : ALLOW,
        );
      }
    });

    it(`refuses calls newer than the ones considered on ${architecture}`, () => {
      for (const number of [451, 462, 1_000, 0x3fff_ffff]) {
        expect(answerOf(filter, { number, audit })).to.equal(ENOSYS);
      }
    });

    it(`kills a program that calls by another architecture's numbers than ${architecture}`, () => {
      const foreign = architecture === "x64" ? AUDIT.arm64 : AUDIT.x64;
      expect(answerOf(filter, { number: 0, audit: foreign })).to.equal(KILL);
      expect(answerOf(filter, { number: 0, audit: 0x4000_0003 /* i386 */ })).to.equal(KILL);
    });

    it(`looks at arguments where the number alone does not decide on ${architecture}`, () => {
      const { clone, ioctl, socket, socketpair } = FILTERED_SYSCALLS;
      const ask = (numbers: readonly [number, number], args: number[], of = filter) =>
        answerOf(of, { number: numbers[column], audit, args });
      expect(ask(clone, [0x0125_8000 /* a thread's flags */])).to.equal(ALLOW);
      for (const flag of [
        0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000,
      ]) {
        expect(ask(clone, [flag | 17])).to.equal(ENOSYS);
      }
      expect(ask(ioctl, [0, 0x5401 /* TCGETS */])).to.equal(ALLOW);
      expect(ask(ioctl, [0, 0x5412 /* TIOCSTI */])).to.equal(ENOSYS);
      expect(ask(ioctl, [0, 0x541c /* TIOCLINUX */])).to.equal(ENOSYS);
      const fetching = buildSeccompFilter({ architecture, sockets: "unix" });
      for (const call of [socket, socketpair]) {
        expect(ask(call, [1 /* AF_UNIX */])).to.equal(ENOSYS);
        expect(ask(call, [1], fetching)).to.equal(ALLOW);
        for (const family of [2, 10, 16, 17, 38, 40]) expect(ask(call, [family], fetching)).to.equal(ENOSYS);
      }
    });
  }

  it("kills x32 calls on x86-64, whose numbers pass by every rule", () => {
    const filter = buildSeccompFilter({ architecture: "x64", sockets: "none" });
    expect(answerOf(filter, { number: 0x4000_0000 + 101, audit: AUDIT.x64 })).to.equal(KILL);
  });

  it("has no filter for an architecture whose numbers it does not know", () => {
    expect(seccompArchitecture("x64")).to.equal("x64");
    expect(seccompArchitecture("arm64")).to.equal("arm64");
    for (const arch of ["ia32", "riscv64", "s390x", "ppc64", "loong64", ""]) {
      expect(seccompArchitecture(arch)).to.equal(null);
    }
  });

  const HEADERS = [
    { column: 0, file: "/usr/include/x86_64-linux-gnu/asm/unistd_64.h" },
    { column: 1, file: "/usr/include/asm-generic/unistd.h" },
  ] as const;
  for (const { column, file } of HEADERS.filter((header) => existsSync(header.file))) {
    it(`agrees with the kernel's own numbers in ${file}`, () => {
      const known = new Map<string, number>();
      for (const match of readFileSync(file, "utf8").matchAll(/#define __NR(?:3264)?_(\w+)\s+(\d+)/g)) {
        known.set(match[1] ?? "", Number(match[2]));
      }
      for (const [name, numbers] of Object.entries({ ...DENIED_SYSCALLS, ...FILTERED_SYSCALLS })) {
        expect(known.get(name) ?? null, name).to.equal(numbers[column]);
      }
    });
  }
});
