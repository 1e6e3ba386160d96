/** At and above this, a number of bytes, nanoseconds or packets is no measurement (2^64-1 is a favourite). */
const impossibleFrom = 2 ** 63;

/** Limits from here on are ways to say "none": 2^63-4096, 2^63-1, 2^64-1. */
const unlimitedFrom = 2 ** 53;

/** One object of an answer that may hold anything. What has the wrong type counts as absent; nothing throws. */
export interface Fields {
  /** A measurement: finite, not negative, below 2^63. Numbers that are not are noted as refused. */
  amount(key: string): number | undefined;
  /** Any finite number, negative ones too. */
  number(key: string): number | undefined;
  /** A limit above zero that is not a sentinel for "none". */
  limit(key: string): number | undefined;
  /** A string that is not empty. */
  text(key: string): string | undefined;
  boolean(key: string): boolean | undefined;
  /** Empty fields when there is no such object. */
  object(key: string): Fields;
  /** Elements that are objects; undefined when it is no list. */
  list(key: string): readonly Fields[] | undefined;
  /** Elements that are strings and not empty. */
  texts(key: string): readonly string[];
  /** The object's members that are strings, empty ones too; undefined without any. */
  textMap(key: string): Readonly<Record<string, string>> | undefined;
  /** Names of all keys. */
  readonly keys: readonly string[];
  has(key: string): boolean;
}

const isObject = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === "object" && raw !== null && !Array.isArray(raw);

const isTextEntry = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === "string";

const nothing: Readonly<Record<string, unknown>> = Object.freeze({});

/** `refused` gets the path of every number that cannot be. */
export const fieldsOf = (raw: unknown, refused: string[] = [], path = ""): Fields => {
  const object = isObject(raw) ? raw : nothing;
  const at = (key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);
  const finite = (key: string): number | undefined => {
    const value = at(key);
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  };
  const inside = (key: string): string => (path === "" ? key : `${path}.${key}`);
  return {
    amount: (key) => {
      const value = finite(key);
      if (value === undefined || (value >= 0 && value < impossibleFrom)) return value;
      refused.push(inside(key));
      return undefined;
    },
    number: finite,
    limit: (key) => {
      const value = finite(key);
      return value !== undefined && value > 0 && value < unlimitedFrom ? value : undefined;
    },
    text: (key) => {
      const value = at(key);
      return typeof value === "string" && value !== "" ? value : undefined;
    },
    boolean: (key) => {
      const value = at(key);
      return typeof value === "boolean" ? value : undefined;
    },
    object: (key) => fieldsOf(at(key), refused, inside(key)),
    list: (key) => {
      const value = at(key);
      if (!Array.isArray(value)) return undefined;
      return value.filter(isObject).map((element) => fieldsOf(element, refused, inside(key)));
    },
    texts: (key) => {
      const value = at(key);
      return Array.isArray(value) ? value.filter((text) => typeof text === "string" && text !== "") : [];
    },
    textMap: (key) => {
      const value = at(key);
      const entries = isObject(value) ? Object.entries(value).filter(isTextEntry) : [];
      return entries.length === 0 ? undefined : Object.fromEntries(entries);
    },
    get keys() {
      return Object.keys(object);
    },
    has: (key) => Object.hasOwn(object, key),
  };
};
