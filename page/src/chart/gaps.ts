import type { Columns, Figure } from "./columns.ts";

/**
 * Puts a time without figures where nothing came for much longer than before and after it, so that no line is drawn over
 * what nobody saw. A change of pace (10 s to 1 s when somebody begins to watch) is no gap.
 */
export const breakGaps = ({ times, values }: Columns, paceMs: number): Columns => {
  const broken: number[] = [];
  const columns = values.map((): Figure[] => []);
  const span = (from: number): number => (times[from + 1] ?? Number.NaN) - (times[from] ?? Number.NaN);
  for (let at = 0; at < times.length; at += 1) {
    const time = times[at] ?? 0;
    broken.push(time);
    values.forEach((column, i) => {
      columns[i]?.push(column[at] ?? null);
    });
    const around = [span(at - 1), span(at + 1), paceMs].filter((ms) => ms > 0);
    if (span(at) <= 2.5 * Math.max(...around)) continue;
    if (at + 1 >= times.length) continue;
    broken.push(time + span(at) / 2);
    for (const column of columns) column.push(null);
  }
  return { times: broken, values: columns };
};
