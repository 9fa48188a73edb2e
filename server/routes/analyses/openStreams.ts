/** As many as a browser opens to one server over HTTP/1.1; more tabs than that refresh instead. */
const PER_SESSION = 6;
/** Each looks at the database once a second. */
const PER_ORGANIZATION = 100;

/** Whose stream it is. */
export interface Viewer {
  readonly sessionHash: Buffer;
  readonly organizationId: string;
}

/** The event streams that are open now, so that nobody holds more than a fair share of them. */
export interface OpenStreams {
  /** Counts a stream in and returns how to count it out; null when the viewer's session or organisation has enough. */
  enter(viewer: Viewer, end: () => void): (() => void) | null;
  /** Ends the streams of a session that was signed out (P19). */
  endSession(sessionHash: Buffer): void;
}

interface Stream {
  readonly session: string;
  readonly organizationId: string;
  readonly end: () => void;
}

/** Counts in this process alone: a stream never moves to another. */
export function createOpenStreams(): OpenStreams {
  const open = new Set<Stream>();
  const count = (matches: (stream: Stream) => boolean) => [...open].filter(matches).length;
  return {
    enter({ sessionHash, organizationId }, end) {
      const stream = { session: sessionHash.toString("hex"), organizationId, end };
      if (count((other) => other.session === stream.session) >= PER_SESSION) return null;
      if (count((other) => other.organizationId === organizationId) >= PER_ORGANIZATION) return null;
      open.add(stream);
      return () => void open.delete(stream);
    },
    endSession(sessionHash) {
      const session = sessionHash.toString("hex");
      for (const stream of [...open]) if (stream.session === session) stream.end();
    },
  };
}
