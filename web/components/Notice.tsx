import type { ComponentChildren } from "preact";

export type Tone = "info" | "good" | "warning" | "danger";

const SIGNS: Record<Tone, string> = { info: "i", good: "✓", warning: "!", danger: "×" };

/** A message that stands out from the page: a sign, a heading and what to do. `level` keeps heading order. */
export function Notice(props: {
  tone: Tone;
  title: string;
  level?: 2 | 3;
  /** Announce it when the page opens: the answer to what the person just did. */
  alert?: boolean;
  children?: ComponentChildren;
}) {
  const Heading = props.level === 3 ? "h3" : "h2";
  return (
    <div class={`notice notice-${props.tone}`} role={props.alert === true ? "alert" : undefined}>
      <span class="notice-sign" aria-hidden="true">
        {SIGNS[props.tone]}
      </span>
      <div class="notice-body">
        <Heading class="notice-title">{props.title}</Heading>
        {props.children}
      </div>
    </div>
  );
}
