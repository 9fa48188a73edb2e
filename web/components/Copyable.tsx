import { CopyButton } from "./islands.js";

/** A value to be copied elsewhere: a read-only field that selects as a whole, with a copy button where script runs. */
export function Copyable(props: { id: string; label: string; value: string; rows?: number }) {
  return (
    <div class="copyable">
      <label for={props.id}>{props.label}</label>
      <div class="copyable-row">
        <textarea
          id={props.id}
          class="mono"
          readOnly
          rows={props.rows ?? 2}
          spellcheck={false}
          value={props.value}
        />
        <CopyButton target={props.id} label={props.label} />
      </div>
    </div>
  );
}
