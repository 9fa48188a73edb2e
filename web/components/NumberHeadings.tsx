/** Headings of neighbouring columns that hold numbers, each with its name. */
export function NumberHeadings(props: { names: readonly string[] }) {
  return (
    <>
      {props.names.map((name) => (
        <th key={name} scope="col" class="number">
          {name}
        </th>
      ))}
    </>
  );
}
