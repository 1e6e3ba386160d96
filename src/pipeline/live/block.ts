import { isCounter, isDrawn } from "../../catalogue/drawn.ts";
import { type Point, pointKey } from "../../model/point.ts";
import type { Series } from "../../ports/live-feed.ts";

/** The remembered series of one resource: a row of figures for each of a number of moments, in one typed array. */
export interface Block {
  readonly series: readonly Series[];
  readonly bytes: number;
  /** Tick of the last figures. */
  readonly lastTick: number;
  /** Writes the figures of one moment; what is not among the points is unknown then. */
  put(tick: number, points: readonly Point[]): void;
  /** Figures of a moment, NaN for unknown; undefined when there are none at all. */
  row(tick: number): Float32Array | undefined;
  /** The same for another number of moments. */
  resized(moments: number): Block;
}

/** Columns are made by the handful, so that a series that comes later seldom moves the others. */
const widthStep = 8;
const bytesPerFigure = 4;
/** A series' place; its name and attributes are shared. */
const bytesPerSeries = 48;

/** Most containers have the same series: each is kept once for all blocks. */
export interface SeriesNames {
  of(point: Point): { readonly key: string; readonly series: Series };
}

/** More than there are, by far, unless a source makes up ever new attributes. */
const namesAtMost = 5000;

export const openSeriesNames = (): SeriesNames => {
  const known = new Map<string, { readonly key: string; readonly series: Series }>();
  return {
    of: ({ metric, attributes }) => {
      const key = pointKey(metric, attributes);
      let name = known.get(key);
      if (name === undefined) {
        if (known.size >= namesAtMost) known.clear();
        name = { key, series: { metric, attributes, perSecond: isCounter(metric) } };
        known.set(key, name);
      }
      return name;
    },
  };
};

interface State {
  series: Series[];
  places: Map<string, number>;
  width: number;
  values: Float32Array;
  ticks: Float64Array;
  lastTick: number;
}

const openOn = (state: State, moments: number, names: SeriesNames): Block => {
  const widen = (): void => {
    const width = state.width + widthStep;
    const values = new Float32Array(moments * width).fill(Number.NaN);
    for (let slot = 0; slot < moments; slot += 1) {
      values.set(state.values.subarray(slot * state.width, (slot + 1) * state.width), slot * width);
    }
    state.width = width;
    state.values = values;
  };

  const placeOf = (point: Point): number => {
    const { key, series } = names.of(point);
    const known = state.places.get(key);
    if (known !== undefined) return known;
    const place = state.series.length;
    if (place === state.width) widen();
    state.series.push(series);
    state.places.set(key, place);
    return place;
  };

  return {
    get series() {
      return state.series;
    },
    get bytes() {
      return state.values.length * bytesPerFigure + moments * 8 + state.series.length * bytesPerSeries;
    },
    get lastTick() {
      return state.lastTick;
    },
    put: (tick, points) => {
      const slot = tick % moments;
      state.values.fill(Number.NaN, slot * state.width, (slot + 1) * state.width);
      state.ticks[slot] = tick;
      state.lastTick = tick;
      for (const point of points) {
        if (!isDrawn(point.metric)) continue;
        const place = placeOf(point);
        const value = isCounter(point.metric) ? point.perSecond : point.value;
        if (value !== undefined) state.values[slot * state.width + place] = value;
      }
    },
    row: (tick) => {
      const slot = tick % moments;
      return state.ticks[slot] === tick
        ? state.values.subarray(slot * state.width, slot * state.width + state.series.length)
        : undefined;
    },
    resized: (other) => {
      const { series, places, width, lastTick } = state;
      const values = new Float32Array(other * width).fill(Number.NaN);
      const ticks = new Float64Array(other).fill(-1);
      for (let slot = 0; slot < moments; slot += 1) {
        const tick = state.ticks[slot] ?? -1;
        if (tick < 0 || tick <= lastTick - other) continue;
        ticks[tick % other] = tick;
        values.set(state.values.subarray(slot * width, (slot + 1) * width), (tick % other) * width);
      }
      return openOn({ series, places, width, values, ticks, lastTick }, other, names);
    },
  };
};

export const openBlock = (moments: number, names: SeriesNames): Block =>
  openOn(
    {
      series: [],
      places: new Map(),
      width: 0,
      values: new Float32Array(0),
      ticks: new Float64Array(moments).fill(-1),
      lastTick: -1,
    },
    moments,
    names,
  );
