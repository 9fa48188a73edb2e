/** The product's mark: a seal with a check cut into it. Decoration only; the name stands beside it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
      <path class="mark-seal" d={SEAL_PATH} />
      <path class="mark-check" d="M10.4 16.4l3.9 3.9 7.4-8.2" />
    </svg>
  );
}

/**
 * Twelve-lobed seal in a 32 × 32 box: radius 14.9 + 0.7·cos(12 t), sampled every 3.75° (see
 * docs/decisions/web-look.md); the same outline clips the grade badges in styles/grade.css.
 */
const SEAL_PATH =
  "M16 0.4L17.01 0.64L17.94 1.23L18.81 1.87L19.68 2.28L20.63 2.36L21.7 2.23L22.81 2.19L23.8 2.49L24.55 3.2L25.07 4.18L25.5 5.17L26.04 5.96L26.83 6.5L27.82 6.93L28.8 7.45L29.51 8.2L29.81 9.19L29.77 10.3L29.64 11.37L29.72 12.32L30.13 13.19L30.77 14.06L31.36 14.99L31.6 16L31.36 17.01L30.77 17.94L30.13 18.81L29.72 19.68L29.64 20.63L29.77 21.7L29.81 22.81L29.51 23.8L28.8 24.55L27.82 25.07L26.83 25.5L26.04 26.04L25.5 26.83L25.07 27.82L24.55 28.8L23.8 29.51L22.81 29.81L21.7 29.77L20.63 29.64L19.68 29.72L18.81 30.13L17.94 30.77L17.01 31.36L16 31.6L14.99 31.36L14.06 30.77L13.19 30.13L12.32 29.72L11.37 29.64L10.3 29.77L9.19 29.81L8.2 29.51L7.45 28.8L6.93 27.82L6.5 26.83L5.96 26.04L5.17 25.5L4.18 25.07L3.2 24.55L2.49 23.8L2.19 22.81L2.23 21.7L2.36 20.63L2.28 19.68L1.87 18.81L1.23 17.94L0.64 17.01L0.4 16L0.64 14.99L1.23 14.06L1.87 13.19L2.28 12.32L2.36 11.37L2.23 10.3L2.19 9.19L2.49 8.2L3.2 7.45L4.18 6.93L5.17 6.5L5.96 5.96L6.5 5.17L6.93 4.18L7.45 3.2L8.2 2.49L9.19 2.19L10.3 2.23L11.37 2.36L12.32 2.28L13.19 1.87L14.06 1.23L14.99 0.64z";
