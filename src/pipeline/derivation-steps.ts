import { catalogue, isMetricId, type MetricId, metricIds } from "../catalogue/catalogue.ts";
import type { Derivation } from "../catalogue/define.ts";

/** One metric that is worked out, and from what. */
export interface Step {
  readonly metric: MetricId;
  readonly of: MetricId;
}

export interface CountStep extends Step {
  readonly by: string;
}

export interface RatioStep extends Step {
  readonly over: readonly MetricId[];
}

const known = (metric: string): readonly MetricId[] => (isMetricId(metric) ? [metric] : []);

const stepsOf = <Op extends Derivation["op"], S extends Step>(
  op: Op,
  step: (base: Step, derivation: Extract<Derivation, { op: Op }>) => S,
): readonly S[] => {
  const isOp = (derivation: Derivation): derivation is Extract<Derivation, { op: Op }> => derivation.op === op;
  return metricIds.flatMap((metric) => {
    const { derive } = catalogue[metric];
    return derive !== undefined && isOp(derive) ? known(derive.of).map((of) => step({ metric, of }, derive)) : [];
  });
};

/** All that the catalogue says is worked out, in its order. */
export const steps = {
  rate: stepsOf("rate", (step) => step),
  sum: stepsOf("sum", (step) => step),
  count: stepsOf("count", (step, { by }): CountStep => ({ ...step, by })),
  ratio: stepsOf("ratio", (step, { over }): RatioStep => ({ ...step, over: over.flatMap(known) })),
} as const;

/** Metrics that something is worked out from. */
export const ingredients: ReadonlySet<MetricId> = new Set(
  Object.values(steps).flatMap((all: readonly (Step | RatioStep)[]) =>
    all.flatMap((step) => [step.of, step.metric, ...("over" in step ? step.over : [])]),
  ),
);
