import { formatInstant, isoInstant } from "../format.js";
import { RelativeTime } from "./islands.js";

/** A moment: absolute UTC as written by the server; where script runs, "3 hours ago" with the absolute time as title. */
export function Instant(props: { atMs: number }) {
  return (
    <RelativeTime>
      <time dateTime={isoInstant(props.atMs)}>{formatInstant(props.atMs)}</time>
    </RelativeTime>
  );
}
