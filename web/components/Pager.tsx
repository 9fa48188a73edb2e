/** Links to the neighbouring pages of a long list; nothing when there is one page. Pages are 1-based. */
export function Pager(props: { page: number; pages: number; urlOf: (page: number) => string }) {
  const { page, pages, urlOf } = props;
  if (pages <= 1) return null;
  return (
    <nav class="pager" aria-label="Pages">
      {page > 1 && (
        <a class="button" rel="prev" href={urlOf(page - 1)}>
          ← Previous
        </a>
      )}
      <span class="muted">
        Page {page} of {pages}
      </span>
      {page < pages && (
        <a class="button" rel="next" href={urlOf(page + 1)}>
          Next →
        </a>
      )}
    </nav>
  );
}
