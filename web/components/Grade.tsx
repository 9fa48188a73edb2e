import type { Grade as Letter } from "../../analyzer/types.js";

/** A grade as a seal with its letter: colour and letter always together. `null` shows a dash. */
export function Grade(props: { grade: Letter | null; size?: "small" | "medium" | "large" }) {
  const size = props.size ?? "small";
  if (props.grade === null) {
    return (
      <span class={`grade grade-none grade-${size}`}>
        <span class="visually-hidden">No grade</span>
        <span aria-hidden="true">–</span>
      </span>
    );
  }
  return (
    <span class={`grade grade-${props.grade.toLowerCase()} grade-${size}`}>
      <span class="visually-hidden">Grade </span>
      {props.grade}
    </span>
  );
}
