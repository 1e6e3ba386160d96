import { figures } from "../words/language.ts";
import type { ChartProps } from "./chart.tsx";
import { placeAt } from "./cursor.ts";

type LegendProps = Pick<ChartProps, "model" | "own" | "perSecond" | "cursor">;

/** Each line's name and its figure: the newest, or the one pointed at. */
export const Legend = ({ model, own, perSecond, cursor }: LegendProps) => {
  const atMs = cursor.atMs.value;
  const at = atMs === undefined ? model.times.length - 1 : placeAt(model, atMs);
  const { clock, inUnit } = figures.value;
  return (
    <ul class="legend">
      {own.map(({ label, values }, place) => (
        <li key={label}>
          <i class="swatch" data-series={(place % 8) + 1} />
          <span class="cut">{label}</span> <b>{inUnit(values[at] ?? null, model.unit, perSecond)}</b>
        </li>
      ))}
      {atMs !== undefined && <li class="muted">{clock(atMs)}</li>}
    </ul>
  );
};
