// A table that scrolls in itself where it is wider than the page.

/**
 * @param {{ label: string, head: import("preact").ComponentChild[], rows: import("preact").ComponentChild[][] }} props
 */
export function Table({ label, head, rows }) {
  return (
    <div class="ex-table" tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
