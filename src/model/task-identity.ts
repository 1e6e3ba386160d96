import { lastSegment, parseArn } from "./arn.ts";
import type { TaskIdentity } from "./identity.ts";
import { present } from "./present.ts";

/** What a source says of a task, in the source's own words; empty strings count as not said. */
export interface RawTask {
  readonly arn?: string | undefined;
  /** Name or ARN. */
  readonly cluster?: string | undefined;
  readonly family?: string | undefined;
  readonly revision?: string | undefined;
  readonly serviceName?: string | undefined;
  /** `service:name`, `daemon:name` or `family:name`. */
  readonly group?: string | undefined;
  readonly launchType?: string | undefined;
  readonly networkMode?: string | undefined;
  readonly availabilityZone?: string | undefined;
  readonly vpcId?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

const servicePrefix = "service:";

const serviceOf = ({ serviceName, group }: RawTask): string | undefined =>
  serviceName || (group?.startsWith(servicePrefix) ? group.slice(servicePrefix.length) : "") || undefined;

/** New task ARNs are `task/cluster/id`; old ones lack the cluster. */
const clusterInArn = (resource: string | undefined): string | undefined => {
  const segments = resource?.split("/") ?? [];
  return segments[0] === "task" && segments.length === 3 ? segments[1] : undefined;
};

/**
 * The identity of a task. Undefined when the source says neither its ARN nor its family, and so nothing that would tell
 * it from another.
 */
export const taskIdentity = (raw: RawTask): TaskIdentity | undefined => {
  if (!raw.arn && !raw.family) return undefined;
  const cluster = raw.cluster ?? "";
  const family = raw.family ?? "";
  const revision = raw.revision ?? "";
  const arn = raw.arn || `${lastSegment(cluster)}/${family}:${revision}`;
  const parts = parseArn(arn);
  const clusterParts = parseArn(cluster);
  const optional = {
    clusterArn: clusterParts === undefined ? undefined : cluster,
    service: serviceOf(raw),
    launchType: raw.launchType || undefined,
    networkMode: raw.networkMode || undefined,
    availabilityZone: raw.availabilityZone || undefined,
    region: (parts ?? clusterParts)?.region || undefined,
    account: (parts ?? clusterParts)?.account || undefined,
    vpcId: raw.vpcId || undefined,
    tags: raw.tags,
  };
  return {
    arn,
    id: lastSegment(arn),
    cluster: lastSegment(cluster) || clusterInArn(parts?.resource) || "",
    family,
    revision,
    ...present(optional),
  };
};

const label = "com.amazonaws.ecs.";

/** From the labels that the ECS agent puts on every container; undefined when ECS did not start it. */
export const taskIdentityFromLabels = (
  labels: Readonly<Record<string, string | undefined>>,
  more: Omit<RawTask, "arn" | "cluster" | "family" | "revision"> = {},
): TaskIdentity | undefined => {
  const arn = labels[`${label}task-arn`];
  if (!arn) return undefined;
  return taskIdentity({
    ...more,
    arn,
    cluster: labels[`${label}cluster`],
    family: labels[`${label}task-definition-family`],
    revision: labels[`${label}task-definition-version`],
  });
};
