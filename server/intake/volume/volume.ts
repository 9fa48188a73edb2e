/** Storage for one analysis that holds a clone and is unreadable once destroyed. */
export interface Volume {
  /** Folder to bind into stages; only the volume's own uid can read it, not even the service as root (gocryptfs). */
  readonly path: string;
  /**
   * The process whose user and mount namespaces hold `path`; null when it is visible everywhere. Stages get
   * it as `SandboxView.holderPid`.
   */
  readonly holderPid: number | null;
  /** Aborts when the volume outgrew its size or stopped working; the reason is an IntakeError. */
  readonly failed: AbortSignal;
  /**
   * Unmounts, removes and forgets; afterwards nothing of it is left, which is checked. End every stage
   * first. A second call does nothing. Throws IntakeError `volume-failed`.
   */
  destroy(): Promise<void>;
}

/** What a volume is made for. */
export interface VolumeRequest {
  /** Name of the analysis: letters, digits and `-` only. */
  readonly id: string;
  /** The analysis' uid; null when not started as root. */
  readonly uid: number | null;
  readonly sizeBytes: number;
}

/** One way of storing clones. */
export interface VolumeDriver {
  readonly kind: "gocryptfs" | "memory";
  /** Throws IntakeError `volume-failed` when it cannot; nothing is left behind then. */
  create(request: VolumeRequest): Promise<Volume>;
  /** Removes what dead processes left; the ids of what was removed. Safe beside living ones. */
  sweep(): Promise<string[]>;
}
