/** The series of one family while a snapshot is gone through, in three lists of the same length. */
export interface Block {
  readonly labels: readonly string[];
  readonly values: readonly number[];
  readonly atMs: readonly number[];
  /** Adds a series. False when it was there already: then the newer sample stays. */
  put(labels: string, value: number, atMs: number): boolean;
}

export const openBlock = (): Block => {
  const labels: string[] = [];
  const values: number[] = [];
  const atMs: number[] = [];
  const places = new Map<string, number>();
  return {
    labels,
    values,
    atMs,
    put: (text, value, sampledAtMs) => {
      const place = places.get(text);
      if (place === undefined) {
        places.set(text, labels.length);
        labels.push(text);
        values.push(value);
        atMs.push(sampledAtMs);
        return true;
      }
      if (sampledAtMs > (atMs[place] ?? 0)) {
        values[place] = value;
        atMs[place] = sampledAtMs;
      }
      return false;
    },
  };
};
