import type { DatadogDialect } from "../../catalogue/names/datadog-dialect.ts";
import {
  type Cardinality,
  cardinalities,
  containerTags,
  ecsContainerNameTag,
  furtherTagsLabel,
  imageTags,
  sharedContainerTags,
  standardTags,
  type TagRule,
  taskTags,
} from "../../catalogue/names/datadog-tags.ts";
import type { ContainerIdentity, TaskIdentity } from "../../model/identity.ts";
import type { Resource } from "../../model/resource.ts";
import { cleanTag, tagOf } from "./clean-tag.ts";
import type { DatadogConfig } from "./config.ts";
import { ownEntry } from "./own-entry.ts";

type TagConfig = Pick<DatadogConfig, "cardinality" | "tags" | "env" | "service" | "version" | "labelsAsTags">;

/** The tags of what a dialect tells of a resource, joined by commas, which no tag has. */
export interface ResourceTags {
  of(dialect: DatadogDialect, resource: Resource): string;
  /** Of what all containers of a task share: the task in a container's place. */
  shared(dialect: DatadogDialect, task: TaskIdentity): string;
  /** Of what belongs to no resource. */
  readonly everywhere: string;
}

const isText = (value: unknown): value is string => typeof value === "string";

/** The label is the user's: anything may stand in it. */
const furtherTags = ({ labels }: ContainerIdentity): readonly (string | undefined)[] => {
  const text = labels?.[furtherTagsLabel];
  if (text === undefined) return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter(isText).map(cleanTag) : [];
  } catch {
    return [];
  }
};

const nameOf = (tag: string): string => tag.split(":", 1)[0] ?? tag;

/** Each once, in the order given. */
const joined = (tags: readonly (string | undefined)[]): string => {
  const kept = new Set<string>();
  for (const tag of tags) if (tag !== undefined) kept.add(tag);
  return [...kept].join(",");
};

/**
 * @param keepTask whether the task's ARN goes along at any cardinality. It must where nothing else tells the figures
 *   of two agents apart: a sidecar sees one task, and on Fargate there is no host.
 */
export const openResourceTags = (config: TagConfig, keepTask: boolean): ResourceTags => {
  const highest = cardinalities.indexOf(config.cardinality);
  const wanted = ({ tag, cardinality }: { readonly tag: string; readonly cardinality: Cardinality }): boolean =>
    cardinalities.indexOf(cardinality) <= highest || (keepTask && tag === "task_arn");

  const configured = config.tags.flatMap((tag) => cleanTag(tag) ?? []);

  const ruled = <From>(
    rules: readonly TagRule<From>[],
    from: From,
    { tagAliases = {} }: Pick<DatadogDialect, "tagAliases"> = {},
  ): readonly (string | undefined)[] =>
    rules.filter(wanted).flatMap((rule) => {
      const value = rule.from(from);
      const alias = tagAliases[rule.tag];
      return [tagOf(rule.tag, value), alias === undefined ? undefined : tagOf(alias, value)];
    });

  /** DD_ENV and its like, less what the container's own labels say; they win over DD_TAGS. */
  const common = (own: readonly (string | undefined)[] = []): readonly (string | undefined)[] => {
    const ownNames = new Set(own.flatMap((tag) => (tag === undefined ? [] : [nameOf(tag)])));
    const standard = (["env", "service", "version"] as const)
      .filter((name) => !ownNames.has(name))
      .map((name) => tagOf(name, config[name]));
    const names = new Set([...ownNames, ...standard.flatMap((tag) => (tag === undefined ? [] : [nameOf(tag)]))]);
    return [...configured.filter((tag) => !names.has(nameOf(tag))), ...standard];
  };

  const ofTask = (dialect: DatadogDialect, task: TaskIdentity): readonly (string | undefined)[] => [
    ...ruled(taskTags, task, dialect),
    ...Object.entries(task.tags ?? {}).map(([name, value]) => tagOf(name, value)),
  ];

  const labelTags = ({ labels = {} }: ContainerIdentity): readonly (string | undefined)[] =>
    config.labelsAsTags.map((entry) => {
      const [label = "", tag = label] = entry.split("=");
      return tagOf(tag, ownEntry(labels, label));
    });

  const ofContainer = (
    dialect: DatadogDialect,
    container: ContainerIdentity,
    task: TaskIdentity | undefined,
  ): readonly (string | undefined)[] => {
    const own = ruled(standardTags, container);
    const { runtime } = dialect;
    return [
      ...common(own),
      ...own,
      ...(task === undefined ? [] : ofTask(dialect, task)),
      ...ruled(containerTags, container, dialect),
      task === undefined ? undefined : tagOf(ecsContainerNameTag, container.name),
      tagOf("runtime", ownEntry(runtime, task?.launchType ?? "") ?? runtime?.[""]),
      ...labelTags(container),
      ...furtherTags(container),
    ];
  };

  const everywhere = joined(common());
  return {
    everywhere,
    of: (dialect, resource) => {
      switch (resource.scope) {
        case "container":
          return joined(ofContainer(dialect, resource.container, resource.task));
        case "task":
          return joined([...common(), ...ofTask(dialect, resource.task)]);
        case "target":
          return joined(ofContainer(dialect, resource.container, resource.task));
        case "host":
          return everywhere;
        case "image":
          return joined([...common(), ...ruled(imageTags, resource.image)]);
        case "self":
          return everywhere;
      }
    },
    shared: (dialect, task) =>
      joined([...common(), ...ofTask(dialect, task), ...ruled(sharedContainerTags, task, dialect)]),
  };
};
