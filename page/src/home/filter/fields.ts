import type { ColumnId } from "../../../../src/web/api/contract.ts";

export interface TextFieldFacts {
  /** The value must begin so (health:healthy is not UNHEALTHY); else contain it. */
  readonly prefix?: true;
  readonly containersOnly?: true;
}

/** Fields that hold words. */
export const textFields = {
  name: {},
  service: {},
  cluster: {},
  family: {},
  revision: { prefix: true },
  task: {},
  container: { containersOnly: true },
  image: { containersOnly: true },
  status: { prefix: true },
  health: { prefix: true, containersOnly: true },
  zone: {},
  launch: {},
  label: {},
} satisfies Record<string, TextFieldFacts>;

export type TextField = keyof typeof textFields;

/** What a number without a unit means, and which units there are. */
export type Measure = "share-or-vcpu" | "share-or-bytes" | "bytes" | "count" | "time";

interface NumberFieldFacts {
  readonly measure: Measure;
  readonly column?: ColumnId;
  /** Column of the share of the limit, for `cpu>80`. */
  readonly share?: ColumnId;
}

export const numberFields = {
  cpu: { measure: "share-or-vcpu", column: "cpu", share: "cpuRatio" },
  mem: { measure: "share-or-bytes", column: "memory", share: "memoryRatio" },
  in: { measure: "bytes", column: "receive" },
  out: { measure: "bytes", column: "transmit" },
  read: { measure: "bytes", column: "diskRead" },
  write: { measure: "bytes", column: "diskWrite" },
  restarts: { measure: "count", column: "restarts" },
  oom: { measure: "count", column: "oomEvents" },
  pids: { measure: "count", column: "pids" },
  exit: { measure: "count" },
  age: { measure: "time" },
} as const satisfies Record<string, NumberFieldFacts>;

export type NumberField = keyof typeof numberFields;

/** Other words people try. */
const aliases: Readonly<Record<string, TextField | NumberField>> = {
  memory: "mem",
  rx: "in",
  receive: "in",
  tx: "out",
  transmit: "out",
  state: "status",
  az: "zone",
  tag: "image",
  restart: "restarts",
  id: "task",
};

const isTextField = (word: string): word is TextField => Object.hasOwn(textFields, word);
const isNumberField = (word: string): word is NumberField => Object.hasOwn(numberFields, word);

export type Field =
  | { readonly kind: "text"; readonly field: TextField }
  | { readonly kind: "number"; readonly field: NumberField };

export const fieldOf = (word: string): Field | undefined => {
  const lower = word.toLowerCase();
  const name = Object.hasOwn(aliases, lower) ? (aliases[lower] ?? lower) : lower;
  if (isTextField(name)) return { kind: "text", field: name };
  return isNumberField(name) ? { kind: "number", field: name } : undefined;
};

/** Letters to change, add or leave out to come from one word to the other. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The field that was meant, when one is near enough. */
export const nearestField = (word: string): string | undefined => {
  const known = [...Object.keys(textFields), ...Object.keys(numberFields)];
  const [best] = known.map((name) => ({ name, far: distance(word.toLowerCase(), name) })).sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= Math.max(1, Math.floor(word.length / 3)) ? best.name : undefined;
};
