/** Values numbered in the order in which they first came, so that each is written once. */
export interface Table<Value> {
  /** Its number. Two values with the same key are the same. */
  number(key: string | number, value: Value): number;
  readonly values: readonly Value[];
}

export const createTable = <Value>(): Table<Value> => {
  const values: Value[] = [];
  const numbers = new Map<string | number, number>();
  return {
    values,
    number: (key, value) => {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, values.length);
      values.push(value);
      return values.length - 1;
    },
  };
};

/** The value with that number; a number that no table has is damage. */
export const entryOf = <Value>(values: readonly Value[], number: number | undefined): Value => {
  const value = number === undefined ? undefined : values[number];
  if (value === undefined) throw new RangeError(`No entry ${number}`);
  return value;
};
