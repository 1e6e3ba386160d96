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

/** A class for its cost: one is made for every object of every answer, and functions of its own took six times as long. */
class JsonFields implements Fields {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #refused: string[];
  readonly #path: string;

  constructor(raw: unknown, refused: string[], path: string) {
    this.#object = isObject(raw) ? raw : nothing;
    this.#refused = refused;
    this.#path = path;
  }

  #at(key: string): unknown {
    return Object.hasOwn(this.#object, key) ? this.#object[key] : undefined;
  }

  #inside(key: string): string {
    return this.#path === "" ? key : `${this.#path}.${key}`;
  }

  get keys(): readonly string[] {
    return Object.keys(this.#object);
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#object, key);
  }

  number(key: string): number | undefined {
    const value = this.#at(key);
    return typeof value === "number" && Number.isFinite(value) ? value : undefined;
  }

  amount(key: string): number | undefined {
    const value = this.number(key);
    if (value === undefined || (value >= 0 && value < impossibleFrom)) return value;
    this.#refused.push(this.#inside(key));
    return undefined;
  }

  limit(key: string): number | undefined {
    const value = this.number(key);
    return value !== undefined && value > 0 && value < unlimitedFrom ? value : undefined;
  }

  text(key: string): string | undefined {
    const value = this.#at(key);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  boolean(key: string): boolean | undefined {
    const value = this.#at(key);
    return typeof value === "boolean" ? value : undefined;
  }

  object(key: string): Fields {
    return new JsonFields(this.#at(key), this.#refused, this.#inside(key));
  }

  list(key: string): readonly Fields[] | undefined {
    const value = this.#at(key);
    if (!Array.isArray(value)) return undefined;
    return value.filter(isObject).map((element) => new JsonFields(element, this.#refused, this.#inside(key)));
  }

  texts(key: string): readonly string[] {
    const value = this.#at(key);
    return Array.isArray(value) ? value.filter((text) => typeof text === "string" && text !== "") : [];
  }

  textMap(key: string): Readonly<Record<string, string>> | undefined {
    const value = this.#at(key);
    const entries = isObject(value) ? Object.entries(value).filter(isTextEntry) : [];
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
}

/** `refused` gets the path of every number that cannot be. */
export const fieldsOf = (raw: unknown, refused: string[] = [], path = ""): Fields => new JsonFields(raw, refused, path);
