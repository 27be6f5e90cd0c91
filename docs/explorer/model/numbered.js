// Numbers of rows and of lines, with runs of them in short.

/** Numbers with runs of them as first–last. @param {number[]} numbers */
export function numbered(numbers) {
  const runs = /** @type {number[][]} */ ([]);
  for (const number of numbers) {
    if (runs.at(-1)?.at(-1) === number - 1) runs.at(-1)?.push(number);
    else runs.push([number]);
  }
  return runs.map((run) => (run.length === 1 ? `${run[0]}` : `${run[0]}–${run.at(-1)}`)).join(", ");
}
