/** Which of the apps' own metrics an output gives, and how many of them at most. */
export interface AppChoice {
  /** Names with `*` for any characters; empty: none. */
  readonly metrics: readonly string[];
  /** Of one snapshot. A histogram counts as its buckets and three more, a summary as its quantiles and two more. */
  readonly maxSeries: number;
}
