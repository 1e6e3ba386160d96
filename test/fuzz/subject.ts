/** A parser of outside bytes, and what must hold of whatever it makes of them. */
export interface Subject {
  readonly name: string;
  readonly form: "text" | "json";
  /** Inputs that it understands, to be harmed. */
  readonly corpus: readonly string[];
  /** What its format has names for. */
  readonly words: readonly string[];
  /** Reads it, gives what it made of it, and throws where that cannot be. */
  read(input: string): unknown;
  /** The largest output, in characters of JSON, for each character of the input. */
  readonly growth: number;
}

/** JSON or undefined, as the callers of a parser of values do it. */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Of figures that cannot be below zero: each is one, or is not there. */
export const checkedFigures = (value: unknown): unknown => {
  if (typeof value === "number" && !(value >= 0 && value < Number.POSITIVE_INFINITY))
    throw new Error(`a figure of ${value}`);
  if (typeof value === "object" && value !== null) for (const inside of Object.values(value)) checkedFigures(inside);
  return value;
};
