/** Whether two plain values are the same, as JSON has them. */
export const equal = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
