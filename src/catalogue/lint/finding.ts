import type { MetricDefinition } from "../define.ts";
import type { Dialect } from "../names/dialect.ts";

/** What is linted. */
export interface LintSubject {
  readonly metrics: Readonly<Record<string, MetricDefinition>>;
  readonly dialects: readonly Dialect[];
}

/** Something wrong with the catalogue. */
export interface Finding {
  readonly rule: RuleName;
  /** The metric id, or the dialect and family. */
  readonly subject: string;
  /** What is wrong, as a sentence. */
  readonly message: string;
}

export type RuleName =
  | "id"
  | "description"
  | "unit"
  | "origin"
  | "availability"
  | "attributes"
  | "derivation"
  | "name-override"
  | "name-legal"
  | "name-unique"
  | "promlint"
  | "label-legal"
  | "label-taken"
  | "row-metric";

export type Rule = (subject: LintSubject) => readonly Finding[];

/** A rule that looks at one metric at a time and says what is wrong with it. */
export const eachMetric =
  (rule: RuleName, check: (id: string, metric: MetricDefinition, subject: LintSubject) => readonly string[]): Rule =>
  (subject) =>
    Object.entries(subject.metrics).flatMap(([id, metric]) =>
      check(id, metric, subject).map((message) => ({ rule, subject: id, message })),
    );

/** The message when the condition holds. */
export const when = (wrong: boolean, message: string): readonly string[] => (wrong ? [message] : []);
