import type { ComponentChildren } from "preact";

/** A labelled text input with a hint below the label and, when refused, what is wrong and what to do. */
export function Field(props: {
  name: string;
  label: string;
  value: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  required?: boolean;
  mono?: boolean;
  maxLength?: number;
  autofocus?: boolean;
}) {
  const { name, error } = props;
  const describedBy = [
    props.hint === undefined ? "" : `${name}-hint`,
    error === undefined ? "" : `${name}-error`,
  ];
  return (
    <div class={error === undefined ? "field" : "field field-refused"}>
      <label for={name}>
        {props.label}
        {props.required !== true && <span class="field-optional"> optional</span>}
      </label>
      {props.hint !== undefined && (
        <p class="field-hint" id={`${name}-hint`}>
          {props.hint}
        </p>
      )}
      <input
        id={name}
        name={name}
        type="text"
        class={props.mono === true ? "mono" : undefined}
        value={props.value}
        required={props.required}
        maxLength={props.maxLength}
        autoComplete="off"
        autoCapitalize="none"
        spellcheck={false}
        aria-invalid={error === undefined ? undefined : "true"}
        aria-describedby={describedBy.filter((id) => id !== "").join(" ") || undefined}
      />
      {error !== undefined && (
        <p class="field-error" id={`${name}-error`}>
          <span aria-hidden="true">× </span>
          {error}
        </p>
      )}
    </div>
  );
}
