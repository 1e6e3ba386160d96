/** What a record has under a key that comes from outside: never what all objects have, such as `toString`. */
export const ownEntry = <Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
