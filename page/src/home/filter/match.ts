import type { ColumnId, Row } from "../../../../src/web/api/contract.ts";
import { type NumberField, numberFields, type TextField, type TextFieldFacts, textFields } from "./fields.ts";
import type { Comparison, Term } from "./parse.ts";

/** A row with what a filter may ask of it. */
export interface Subject {
  readonly row: Row;
  /** Words of its state besides the status: `failed`, `oom`, ... */
  readonly stateWords: readonly string[];
  readonly nowMs: number;
  figure(column: ColumnId): number | null;
}

/** `excluded`: a term with `-` says no to it, whatever it belongs to. */
export type Verdict = "match" | "miss" | "excluded";

const labels = (row: Row): string[] => Object.entries(row.labels ?? {}).map(([key, value]) => `${key}=${value}`);

const textsOf = ({ row, stateWords }: Subject, field: TextField): readonly (string | undefined)[] => {
  const container = row.kind === "container" ? row : undefined;
  switch (field) {
    case "name":
      return [row.name];
    case "task":
      return [row.taskId];
    case "container":
      return [container?.name, container?.containerId];
    case "image":
      return [container?.image, container?.imageTag];
    case "status":
      return [row.status, ...stateWords];
    case "health":
      return [container?.health];
    case "zone":
      return [row.availabilityZone];
    case "launch":
      return [row.launchType];
    case "label":
      return labels(row);
    default:
      return [row[field]];
  }
};

const timeOf = (row: Row, nowMs: number): number | null =>
  row.startedMs === undefined ? null : (row.stoppedMs ?? nowMs) - row.startedMs;

const figureFor = (subject: Subject, field: NumberField, share: boolean): number | null => {
  const { row, nowMs } = subject;
  if (field === "age") return timeOf(row, nowMs);
  if (field === "exit") return row.kind === "container" ? (row.exitCode ?? null) : null;
  const facts = numberFields[field];
  return subject.figure(share && "share" in facts ? facts.share : facts.column);
};

const compare = (figure: number, comparison: Comparison, value: number, share: boolean): boolean => {
  switch (comparison) {
    case ">":
      return figure > value;
    case ">=":
      return figure >= value;
    case "<":
      return figure < value;
    case "<=":
      return figure <= value;
    case "=":
      // A share is shown in whole percent, and meant so.
      return share ? Math.round(figure * 100) === Math.round(value * 100) : figure === value;
  }
};

const holds = (term: Term, subject: Subject): boolean => {
  if (term.kind === "number") {
    const figure = figureFor(subject, term.field, term.number.share);
    return figure !== null && compare(figure, term.comparison, term.number.value, term.number.share);
  }
  if (term.kind === "word") {
    const { row } = subject;
    const fields = ["name", "service", "cluster", "family", "task", "image", "status"] as const;
    const whole = fields.flatMap((field) => textsOf(subject, field)).join("\n");
    return `${whole}\n${row.kind === "container" ? row.containerId : ""}`.toLowerCase().includes(term.text);
  }
  const facts: TextFieldFacts = textFields[term.field];
  return textsOf(subject, term.field).some((each) => {
    const text = each?.toLowerCase();
    if (text === undefined) return false;
    if (term.exact) return text === term.text;
    return facts.prefix === true ? text.startsWith(term.text) : text.includes(term.text);
  });
};

/** A task has no image of its own: `-image:nginx` is for its containers to answer. */
const concerns = (term: Term, row: Row): boolean => {
  if (row.kind === "container" || term.kind === "word") return true;
  if (term.kind === "number") return term.field !== "exit";
  const facts: TextFieldFacts = textFields[term.field];
  return facts.containersOnly !== true;
};

export const judge = (terms: readonly Term[], subject: Subject): Verdict => {
  let verdict: Verdict = "match";
  for (const term of terms) {
    const held = concerns(term, subject.row) ? holds(term, subject) : undefined;
    if (held === true && term.not) return "excluded";
    if (held === undefined || held === term.not) verdict = "miss";
  }
  return verdict;
};
