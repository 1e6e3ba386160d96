import type { ContainerRow, Row } from "../../../src/web/api/contract.ts";
import { Chart } from "../chart/chart.tsx";
import type { Limit } from "../chart/model.ts";
import { live } from "../live/here.ts";
import { figureOf } from "../live/table.ts";
import { figures, words } from "../words/language.ts";
import { ChartControls } from "./chart-controls.tsx";
import { type ChartEntry, chartsOf } from "./chart-list.ts";
import { drawChart, drawMembers, type Frame } from "./chart-model.ts";
import { figuresOf, type Track } from "./track.ts";
import type { Step } from "./use-step.ts";
import type { Tracks } from "./use-tracks.ts";

interface ChartsProps {
  readonly row: Row;
  /** Of a task: those that are drawn over each other. */
  readonly containers: readonly ContainerRow[];
  readonly tracks: Tracks;
  readonly step: Step;
}

const limitValue = (row: Row, track: Track, { limit }: ChartEntry): number | null => {
  if (limit === undefined) return null;
  if ("metric" in limit) return figuresOf(track, limit.metric)?.at(-1) ?? null;
  const table = live.table();
  const slot = table?.slots.get(row.key);
  return table === undefined || slot === undefined ? null : figureOf(table, limit.column, slot);
};

const limitOf = (row: Row, track: Track, entry: ChartEntry): Limit | undefined => {
  const value = limitValue(row, track, entry);
  if (value === null || value <= 0) return undefined;
  return { value, label: words.value.chart.limit(figures.value.inUnit(value, entry.unit)) };
};

/** A task's containers, where it has more than one. */
const members = ({ row, containers, tracks }: ChartsProps, frame: Frame, stacked: boolean) => {
  if (row.kind !== "task" || containers.length < 2) return [];
  const said = words.value.detail;
  const parts = containers.map(({ key, name }) => ({ name, track: tracks.of(key) }));
  const own = tracks.of(row.key);
  return chartsOf("task").flatMap((entry) => {
    if (entry.name !== "cpu" && entry.name !== "memory") return [];
    const metric = entry.name === "cpu" ? "container.cpu.usage" : "container.memory.working_set";
    const limit = limitOf(row, own, entry);
    const drawn = drawMembers(metric, entry.unit, parts, said.others, limit, frame, stacked);
    return drawn === undefined ? [] : [{ entry, title: said.byContainer(said.charts[entry.name]), drawn }];
  });
};

export const Charts = (props: ChartsProps) => {
  const { row, tracks, step, containers } = props;
  tracks.beat.value;
  const { cursor, choice, choose, frame } = step;
  const said = words.value.detail;
  const track = tracks.of(row.key);
  const own = chartsOf(row.kind).flatMap((entry) => {
    const drawn = drawChart(entry, track, (name) => said.lines[name], limitOf(row, track, entry), frame);
    return drawn === undefined ? [] : [{ entry, title: said.charts[entry.name], drawn }];
  });
  const all = [...own.slice(0, 2), ...members(props, frame, choice.stacked), ...own.slice(2)];
  return (
    <section class="charts-part" aria-label={said.chartsTitle}>
      <ChartControls choice={choice} onChoose={choose} stackable={row.kind === "task" && containers.length > 1} />
      {tracks.error.value !== "" && <p class="muted">{said.noHistory(tracks.error.value)}</p>}
      {all.length === 0 && <p class="panel muted">{said.noFigures}</p>}
      <div class="charts">
        {all.map(({ entry, title, drawn }) => (
          <Chart key={title} title={title} {...drawn} perSecond={entry.perSecond} cursor={cursor} />
        ))}
      </div>
    </section>
  );
};
