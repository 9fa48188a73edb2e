import {
  DENIED_SYSCALLS,
  FILTERED_SYSCALLS,
  HIGHEST_KNOWN_SYSCALL,
  type SyscallNumbers,
} from "./syscalls.js";

/** Processor architectures that have a filter, named as Node names them. */
export type SeccompArchitecture = "x64" | "arm64";

/** Which sockets a sandboxed program may make: none, or unix ones (the relay and the agent). */
export type SocketRule = "none" | "unix";

/** The architecture's name when there is a filter for it, else null: then production refuses to start. */
export function seccompArchitecture(arch: string): SeccompArchitecture | null {
  return arch === "x64" || arch === "arm64" ? arch : null;
}

/**
 * The seccomp filter as classic BPF, in the form `bwrap --seccomp` reads (struct sock_filter, little endian).
 *
 * Everything refused answers ENOSYS, "this kernel has no such call": programs then use what older kernels
 * had, and the answer cannot be mistaken for the kernel's own refusal. Without sockets Node's
 * `os.networkInterfaces()` throws, whatever the errno (checked on 24.21); the analyzer does not call it.
 * A foreign architecture's call (also x32) kills the process: its numbers mean something else.
 */
export function buildSeccompFilter(o: { architecture: SeccompArchitecture; sockets: SocketRule }): Buffer {
  const column = o.architecture === "x64" ? 0 : 1;
  const numberOf = (numbers: SyscallNumbers) => numbers[column];
  const program: Instruction[] = [...refuseForeign(o.architecture)];
  program.push(load(OFFSET_NUMBER), jumpIfGreater(HIGHEST_KNOWN_SYSCALL, 0, 1), REFUSE);
  for (const numbers of Object.values(DENIED_SYSCALLS)) {
    const number = numberOf(numbers);
    if (number !== null) program.push(jumpIfEqual(number, 0, 1), REFUSE);
  }
  program.push(...rulesWithArguments(numberOf, o.sockets), ALLOW);
  return encode(program);
}

type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, k: number];

// linux/bpf_common.h
const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const jumpIfEqual = (k: number, yes: number, no: number): Instruction => [0x15, yes, no, k];
const jumpIfGreater = (k: number, yes: number, no: number): Instruction => [0x25, yes, no, k];
const jumpIfAnyBit = (k: number, yes: number, no: number): Instruction => [0x45, yes, no, k];
const answer = (k: number): Instruction => [0x06, 0, 0, k];

// linux/seccomp.h: SECCOMP_RET_*; the low 16 bits of RET_ERRNO are the error number.
const ENOSYS = 38;
const REFUSE = answer(0x0005_0000 | ENOSYS);
const KILL = answer(0x8000_0000);
const ALLOW = answer(0x7fff_0000);

// struct seccomp_data: int nr; __u32 arch; __u64 instruction_pointer; __u64 args[6]
const OFFSET_NUMBER = 0;
const OFFSET_ARCHITECTURE = 4;
/** Low half of an argument; both architectures are little endian. */
const argument = (index: number) => 16 + 8 * index;

// linux/audit.h: EM_* | __AUDIT_ARCH_64BIT | __AUDIT_ARCH_LE
const AUDIT_ARCHITECTURE: Readonly<Record<SeccompArchitecture, number>> = {
  x64: 0xc000_003e,
  arm64: 0xc000_00b7,
};
/** x32 numbers on x86-64 carry this bit (asm/unistd.h, __X32_SYSCALL_BIT). */
const X32_BIT = 0x4000_0000;

/** linux/sched.h: CLONE_NEWNS | NEWCGROUP | NEWUTS | NEWIPC | NEWUSER | NEWPID | NEWNET. */
const CLONE_NEW_NAMESPACE = 0x7e02_0000;
const AF_UNIX = 1;
/** asm-generic/ioctls.h: typing into somebody else's terminal. */
const TERMINAL_INJECTIONS = [0x5412 /* TIOCSTI */, 0x541c /* TIOCLINUX */];

function refuseForeign(architecture: SeccompArchitecture): Instruction[] {
  const program: Instruction[] = [
    load(OFFSET_ARCHITECTURE),
    jumpIfEqual(AUDIT_ARCHITECTURE[architecture], 1, 0),
    KILL,
  ];
  if (architecture === "x64") program.push(load(OFFSET_NUMBER), jumpIfAnyBit(X32_BIT, 0, 1), KILL);
  return program;
}

function rulesWithArguments(
  numberOf: (numbers: SyscallNumbers) => number | null,
  sockets: SocketRule,
): Instruction[] {
  const { clone, ioctl, socket, socketpair } = FILTERED_SYSCALLS;
  const rules = [
    whenCall(numberOf(clone), [load(argument(0)), jumpIfAnyBit(CLONE_NEW_NAMESPACE, 0, 1), REFUSE]),
    whenCall(numberOf(ioctl), [
      load(argument(1)),
      ...TERMINAL_INJECTIONS.flatMap((request) => [jumpIfEqual(request, 0, 1), REFUSE]),
    ]),
  ];
  for (const call of [socket, socketpair]) {
    const rule = sockets === "none" ? [REFUSE] : [load(argument(0)), jumpIfEqual(AF_UNIX, 1, 0), REFUSE];
    rules.push(whenCall(numberOf(call), rule));
  }
  return rules.flat();
}

/** `rule` runs for one call alone; afterwards the call's number is loaded again for the rules that follow. */
function whenCall(number: number | null, rule: Instruction[]): Instruction[] {
  return number === null ? [] : [jumpIfEqual(number, 0, rule.length + 1), ...rule, load(OFFSET_NUMBER)];
}

function encode(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, jumpTrue, jumpFalse, k], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jumpTrue, index * 8 + 2);
    bytes.writeUInt8(jumpFalse, index * 8 + 3);
    bytes.writeUInt32LE(k >>> 0, index * 8 + 4);
  });
  return bytes;
}
