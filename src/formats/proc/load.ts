/** Processes that run or wait, averaged over 1, 5 and 15 minutes. */
export interface LoadAverage {
  readonly one: number;
  readonly five: number;
  readonly fifteen: number;
}

/** Reads `/proc/loadavg`; undefined when it is none. */
export const parseLoadavg = (text: string): LoadAverage | undefined => {
  const [, one, five, fifteen] = /^(\d{1,7}\.\d\d) (\d{1,7}\.\d\d) (\d{1,7}\.\d\d) /.exec(text) ?? [];
  return one === undefined ? undefined : { one: Number(one), five: Number(five), fifteen: Number(fifteen) };
};
