import type { History, PointsEvent, SeriesId } from "../../../src/web/api/contract.ts";
import type { Figure } from "../chart/columns.ts";

/** What is known over time of one task or container: changed in place as points come. */
export interface Track {
  readonly times: number[];
  readonly lines: Map<string, TrackLine>;
}

export interface TrackLine {
  readonly id: SeriesId;
  /** One for each time. */
  readonly values: Figure[];
}

export const keptMs = 15 * 60_000;

const nameOf = ({ metric, attributes, perSecond }: SeriesId): string =>
  JSON.stringify([metric, perSecond, Object.entries(attributes).sort()]);

export const emptyTrack = (): Track => ({ times: [], lines: new Map() });

const dropOld = ({ times, lines }: Track): void => {
  const oldest = (times.at(-1) ?? 0) - keptMs;
  const old = times.findIndex((time) => time >= oldest);
  if (old <= 0) return;
  times.splice(0, old);
  for (const { values } of lines.values()) values.splice(0, old);
};

/** Half of the shortest time between two looks at one source. */
const sameMomentMs = 500;

/**
 * A point that is not newer than the newest adds nothing: the source had no news. What comes right after one is of the same
 * moment, and its figures count: an agent with several sources tells of each one's news, with the others' figures as they were.
 */
export const addPoints = (track: Track, event: Omit<PointsEvent, "key">): void => {
  const { times, lines } = track;
  const sinceMs = event.atMs - (times.at(-1) ?? Number.NEGATIVE_INFINITY);
  if (sinceMs <= 0) return;
  if (sinceMs >= sameMomentMs) times.push(event.atMs);
  const newest = times.length - 1;
  for (const { values } of lines.values()) values[newest] = null;
  event.series.forEach((id, i) => {
    const name = nameOf(id);
    const line = lines.get(name) ?? { id, values: new Array<Figure>(times.length).fill(null) };
    lines.set(name, line);
    line.values[newest] = event.values[i] ?? null;
  });
  dropOld(track);
};

/** The agent's history, and after it what came live since it was asked. */
export const withHistory = (before: Track, history: History): Track => {
  const track: Track = {
    times: [...history.times],
    lines: new Map(history.series.map((id, i) => [nameOf(id), { id, values: [...(history.values[i] ?? [])] }])),
  };
  const lines = [...before.lines.values()];
  before.times.forEach((atMs, at) => {
    addPoints(track, {
      atMs,
      series: lines.map(({ id }) => id),
      values: lines.map(({ values }) => values[at] ?? null),
    });
  });
  return track;
};

/** A metric's figures, summed over its attributes (network interfaces, devices); undefined: there is no such series. */
export const figuresOf = (track: Track, metric: string): readonly Figure[] | undefined => {
  const found = [...track.lines.values()].filter(({ id }) => id.metric === metric);
  if (found.length === 0) return undefined;
  return track.times.map((_, at) =>
    found.reduce<Figure>((sum, { values }) => {
      const value = values[at] ?? null;
      return value === null ? sum : (sum ?? 0) + value;
    }, null),
  );
};
