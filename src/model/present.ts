type Present<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** Leaves out what is undefined or null, so that absent means absent. */
export const present = <T extends object>(values: T): Present<T> => {
  const kept: Present<T> = {};
  for (const key in values) {
    const value = values[key];
    if (value !== undefined && value !== null) kept[key] = value;
  }
  return kept;
};
