/** Null: not known. */
export type Figure = number | null;

/** Figures over time: `values[i][j]` is column i at `times[j]`. Times (ms since the epoch) grow. */
export interface Columns {
  readonly times: readonly number[];
  readonly values: readonly (readonly Figure[])[];
}
