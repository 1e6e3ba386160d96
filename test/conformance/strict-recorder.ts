import { catalogue, families, isMetricId, type MetricId } from "../../src/catalogue/catalogue.ts";
import type { ContainerIdentity, HostIdentity, TargetIdentity, TaskIdentity } from "../../src/model/identity.ts";
import { type Attributes, pointKey } from "../../src/model/point.ts";
import {
  containerResource,
  hostResource,
  imageResource,
  type Resource,
  type Scope,
  targetResource,
  taskResource,
} from "../../src/model/resource.ts";
import { type Collection, openRecorder } from "../../src/pipeline/recorder.ts";
import type { InputDefinition } from "../../src/ports/input.ts";
import type { Recorder, ResourceRecorder, SampleTime } from "../../src/ports/recorder.ts";

export interface StrictRecorder {
  readonly recorder: Recorder;
  /** What was recorded that may not be, a line each. */
  violations(): readonly string[];
  close(): Collection;
}

interface Recorded {
  readonly metric: string;
  readonly value: unknown;
  readonly attributes: Attributes;
  readonly time: SampleTime;
}

/** Worked out or added by the pipeline: an input that records it too would give a series twice. */
const isPipelines = (metric: MetricId): boolean => {
  const { derive } = catalogue[metric];
  const derived = derive !== undefined && derive.op !== "sum";
  return derived || metric === "task.info" || metric === "container.info" || catalogue[metric].scope === "self";
};

const attributeFaults = (metric: MetricId, attributes: Attributes, anyWords: boolean): readonly string[] => {
  const declared = catalogue[metric].attributes ?? {};
  const missing = Object.entries(declared)
    .filter(([name, { optional }]) => optional !== true && attributes[name] === undefined)
    .map(([name]) => `lacks ${name}`);
  const wrong = Object.entries(attributes).flatMap(([name, value]) => {
    const definition = declared[name];
    if (definition === undefined) return [`has ${name}, which is not declared`];
    if (typeof value !== "string" || value === "") return [`has ${name} without a text`];
    const isKnown = anyWords || definition.values === undefined || definition.values.includes(value);
    return isKnown ? [] : [`has ${name} "${value}", which the catalogue does not know`];
  });
  return [...missing, ...wrong];
};

const timeFaults = ({ atMs, sinceMs, prior }: SampleTime): readonly string[] =>
  Object.entries({ atMs, sinceMs, priorMs: prior?.atMs }).flatMap(([name, ms]) =>
    ms === undefined || (Number.isFinite(ms) && ms > 0) ? [] : [`has ${name} ${ms}`],
  );

const identityFaults = (resource: Resource, anyWords: boolean): readonly string[] => {
  const texts = {
    ...(resource.scope === "task" ? { arn: resource.task.arn, id: resource.task.id } : {}),
    // There is nothing to put in its place when the source leaves it out.
    ...(resource.scope === "task" && !anyWords ? { family: resource.task.family } : {}),
    ...(resource.scope === "container" ? { name: resource.container.name } : {}),
    ...(resource.scope === "target" ? { id: resource.target.id, name: resource.target.name } : {}),
    ...(resource.scope === "image" ? { image: resource.image } : {}),
  };
  return Object.entries(texts).flatMap(([name, text]) =>
    typeof text === "string" && text !== "" ? [] : [`has no ${name}`],
  );
};

/**
 * A recorder that holds an input to its definition and to the catalogue. `anyWords`: the source lies, and may bring
 * words that nobody knows; what is counted twice then is its own doing.
 */
export const strictRecorder = (
  { families: declared }: InputDefinition,
  nowMs: number,
  { anyWords }: { readonly anyWords: boolean },
): StrictRecorder => {
  const { recorder: plain, close } = openRecorder(nowMs);
  const violations: string[] = [];
  const seen = new Set<string>();

  const faults = (scope: Scope, { metric, value, attributes, time }: Recorded): readonly string[] => {
    if (!isMetricId(metric)) return ["is not in the catalogue"];
    const isDeclared = declared.some((family) => metric in families[family]);
    return [
      ...(isDeclared ? [] : ["is of a family that the input does not declare"]),
      ...(catalogue[metric].scope === scope ? [] : [`is recorded on a ${scope}`]),
      ...(isPipelines(metric) ? ["is the pipeline's to add"] : []),
      ...(typeof value === "number" ? [] : [`is a ${typeof value}`]),
      ...attributeFaults(metric, attributes, anyWords),
      ...timeFaults(time),
    ];
  };

  const check = (resource: Resource, recorded: Recorded): void => {
    const name = `${recorded.metric} of ${resource.key}`;
    for (const fault of faults(resource.scope, recorded)) violations.push(`${name} ${fault}`);
    const key = `${resource.key} ${pointKey(recorded.metric, recorded.attributes)}`;
    if (seen.has(key) && !anyWords)
      violations.push(`${name} is recorded twice: ${JSON.stringify(recorded.attributes)}`);
    seen.add(key);
  };

  const watched = <S extends Scope>(resource: Resource, target: ResourceRecorder<S>): ResourceRecorder<S> => {
    for (const fault of identityFaults(resource, anyWords)) violations.push(`${resource.key} ${fault}`);
    return {
      record: (metric, value, ...rest) => {
        const [attributes = {}, time = {}] = rest;
        if (value !== undefined) check(resource, { metric, value, attributes, time });
        target.record(metric, value, ...rest);
      },
    };
  };

  return {
    recorder: {
      task: (task: TaskIdentity) => watched(taskResource(task), plain.task(task)),
      container: (container: ContainerIdentity, task?: TaskIdentity) =>
        watched(containerResource(container, task), plain.container(container, task)),
      target: (target: TargetIdentity, container: ContainerIdentity, task?: TaskIdentity) => {
        const { families, ...rest } = plain.target(target, container, task);
        return { ...watched<"target">(targetResource(target, container, task), rest), families };
      },
      host: (host: HostIdentity) => watched(hostResource(host), plain.host(host)),
      image: (image: string) => watched(imageResource(image), plain.image(image)),
    },
    violations: () => violations,
    close,
  };
};
