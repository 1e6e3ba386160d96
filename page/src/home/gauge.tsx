import { Mark } from "../parts/mark.tsx";
import { nearness } from "../vitals/state.ts";
import { figures, words } from "../words/language.ts";

interface GaugeProps {
  readonly used: number | null;
  readonly limit: number | null;
  readonly ratio: number | null;
  format(value: number): string;
  pair(used: number, limit: number): string;
  /** `vCPU`, where the format leaves it out. */
  readonly unit?: string;
}

const barStyle = (ratio: number | null) => ({ backgroundSize: `${(100 * Math.min(ratio ?? 0, 1)).toFixed(1)}% 100%` });

/** A figure against its limit: the share, both figures, and a bar. Near the limit the share is marked. */
export const Gauge = ({ used, limit, ratio, format, pair, unit = "" }: GaugeProps) => {
  if (used === null) return <span class="muted">–</span>;
  const { home } = words.value;
  const near = limit === null ? undefined : nearness(ratio);
  const said = `${format(used)}${unit}`;
  return (
    <span
      class="gauge"
      data-near={near}
      title={limit === null ? home.noLimit(said) : home.of(said, `${format(limit)}${unit}`)}
    >
      <span class="reading">
        {limit !== null && ratio !== null && (
          <b>
            {near !== undefined && <Mark mood="warn" />} {figures.value.share(ratio)}
          </b>
        )}{" "}
        {limit === null ? <span>{format(used)}</span> : <span class="muted">{pair(used, limit)}</span>}
      </span>
      {limit === null ? <span class="bar" data-open="" /> : <span class="bar" style={barStyle(ratio)} />}
    </span>
  );
};
