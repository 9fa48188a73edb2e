import { type ComponentChildren, h } from "preact";

/**
 * The custom elements that islands bring to life. Without script they are plain boxes around content that
 * is complete by itself. Written with `h` because custom element names are not in JSX's vocabulary.
 */

/** Wraps a `<time>`; see islands/relativeTime.ts. */
export function RelativeTime(props: { children: ComponentChildren }): ComponentChildren {
  return h("relative-time", {}, props.children);
}

/** Copies the value of the form field with id `target`; see islands/copyButton.ts. */
export function CopyButton(props: { target: string; label: string }): ComponentChildren {
  return h("copy-button", { "data-target": props.target, "data-label": props.label });
}

/** Wraps the view of a running analysis; see islands/liveAnalysis.ts. */
export function LiveAnalysis(props: {
  events: string;
  analysisId: string;
  children: ComponentChildren;
}): ComponentChildren {
  return h(
    "live-analysis",
    { "data-events": props.events, "data-analysis": props.analysisId },
    props.children,
  );
}
