/** Numbers of one system call: [x86-64, arm64]; null where the architecture has no such call. */
export type SyscallNumbers = readonly [x64: number | null, arm64: number | null];

/**
 * System calls that no stage needs and that widen what a hostile program could reach, with their numbers.
 * Source: Linux 6.1 arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h (the table
 * arm64 uses); numbers never change once given out.
 */
export const DENIED_SYSCALLS = {
  // other processes' memory and descriptors
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  kcmp: [312, 272],
  pidfd_getfd: [438, 438],
  process_madvise: [440, 440],
  // large kernel surfaces with a history of privilege escalation
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  fanotify_init: [300, 262],
  memfd_secret: [447, 447],
  // kernel key rings are shared by uid, across sandboxes
  keyctl: [250, 219],
  add_key: [248, 217],
  request_key: [249, 218],
  // memory that no limit of a process counts
  memfd_create: [319, 279],
  shmget: [29, 194],
  msgget: [68, 186],
  semget: [64, 190],
  mq_open: [240, 180],
  // mounts
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  move_mount: [429, 429],
  open_tree: [428, 428],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  // namespaces
  setns: [308, 268],
  unshare: [272, 97],
  // opening files past their folders' permissions
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  // the machine itself
  reboot: [169, 142],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  syslog: [103, 116],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  adjtimex: [159, 171],
  clock_adjtime: [305, 266],
  vhangup: [153, 58],
  iopl: [172, null],
  ioperm: [173, null],
  modify_ldt: [154, null],
  // old or unused doors
  nfsservctl: [180, 42],
  lookup_dcookie: [212, 18],
  uselib: [134, null],
  ustat: [136, null],
  sysfs: [139, null],
  _sysctl: [156, null],
  personality: [135, 92],
  mbind: [237, 235],
  set_mempolicy: [238, 237],
  migrate_pages: [256, 238],
  move_pages: [279, 239],
  // takes its flags in memory, where a filter cannot read them; libraries fall back to clone
  clone3: [435, 435],
} as const satisfies Record<string, SyscallNumbers>;

/** Calls with a rule of their own in the filter. */
export const FILTERED_SYSCALLS = {
  clone: [56, 220],
  ioctl: [16, 29],
  socket: [41, 198],
  socketpair: [53, 199],
} as const satisfies Record<string, SyscallNumbers>;

/** Highest number of Linux 6.1 (set_mempolicy_home_node): whatever came later was never considered here. */
export const HIGHEST_KNOWN_SYSCALL = 450;
