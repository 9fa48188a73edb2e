const MIB = 1024 * 1024;

/** What one repository may be; a plan or the operator may narrow or widen it. */
export interface IntakeLimits {
  /** Bytes the server may send for one fetch, and the largest pack. */
  readonly receivedBytes: number;
  /** Bytes the encrypted volume holds: the pack, its index, and room to write both. */
  readonly volumeBytes: number;
  /** Longest a fetch may take, ms. */
  readonly fetchMs: number;
  /** Files, links and submodules of one revision. */
  readonly entries: number;
  /** UTF-8 bytes of a path. */
  readonly pathBytes: number;
  /** Folders above a file, and the file itself. */
  readonly depth: number;
  /** Bytes of one file; larger ones are skipped, not fetched. */
  readonly blobBytes: number;
  /** Bytes of all files that are read. */
  readonly totalBytes: number;
}

/** The limits of SECURITY.md. */
export const DEFAULT_INTAKE_LIMITS: IntakeLimits = {
  receivedBytes: 1024 * MIB,
  volumeBytes: 2048 * MIB,
  fetchMs: 300_000,
  entries: 200_000,
  pathBytes: 1024,
  depth: 64,
  blobBytes: MIB,
  totalBytes: 2048 * MIB,
};
