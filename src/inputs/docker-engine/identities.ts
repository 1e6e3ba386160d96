import type { ContainerIdentity, LaunchType, TaskIdentity } from "../../model/identity.ts";
import { present } from "../../model/present.ts";
import { taskIdentityFromLabels } from "../../model/task-identity.ts";
import { containerType } from "./container-words.ts";
import { ecsName, taskArnOf } from "./ecs-labels.ts";
import type { Settings } from "./inspection.ts";
import type { ListedContainer } from "./listing.ts";
import { type NetworkRole, networkRole, openFind, taskNetworkMode } from "./network-mode.ts";
import type { TaskFacts } from "./task-metadata/task-facts.ts";

/** Who a listed container is. */
export interface Identified {
  readonly container: ContainerIdentity;
  /** Undefined when ECS did not start it. */
  readonly task: TaskIdentity | undefined;
  readonly network: NetworkRole;
}

const bareImageId = /^(sha256:)?[0-9a-f]{12,64}$/;

/** The list has an id where the image's name belongs to another image by now; the container knows its old name. */
export const imageName = ({ image }: ListedContainer, settings: Settings | undefined): string | undefined =>
  image === undefined || bareImageId.test(image) ? (settings?.image ?? image) : image;

const containerIdentity = (listed: ListedContainer, settings: Settings | undefined): ContainerIdentity => {
  const { id, dockerName, imageId, labels } = listed;
  const name = ecsName(labels);
  return {
    id,
    name: name ?? dockerName ?? id,
    ...present({
      dockerName,
      image: imageName(listed, settings),
      imageId,
      type: name === undefined || taskArnOf(labels) === undefined ? undefined : containerType(name),
      logDriver: settings?.logDriver,
      labels: Object.keys(labels).length === 0 ? undefined : labels,
    }),
  };
};

export interface IdentifyOptions {
  readonly listed: readonly ListedContainer[];
  /** What is known of a container beyond the list. */
  readonly settingsOf: (id: string) => Settings | undefined;
  /** Docker does not tell it: that of the instance. */
  readonly launchType: LaunchType | undefined;
  /** What ECS tells of a task beyond Docker, by its ARN. */
  readonly factsOf?: (arn: string) => TaskFacts | undefined;
}

/** Who is who, by container id. Containers of one task share one identity of it. */
export const identify = (options: IdentifyOptions): ReadonlyMap<string, Identified> => {
  const { listed, settingsOf, launchType, factsOf } = options;
  const find = openFind(listed);
  const byTask = Map.groupBy(listed, ({ labels }) => taskArnOf(labels));
  const identified = new Map<string, Identified>();
  for (const [arn, members] of byTask) {
    const [first] = members;
    const networkMode = arn === undefined ? undefined : taskNetworkMode(members, find);
    const told = arn === undefined ? undefined : factsOf?.(arn)?.identity;
    const task =
      first === undefined
        ? undefined
        : taskIdentityFromLabels(first.labels, {
            launchType: told?.launchType ?? launchType,
            networkMode: networkMode ?? told?.networkMode,
            serviceName: told?.service,
            availabilityZone: told?.availabilityZone,
            vpcId: told?.vpcId,
          });
    for (const member of members) {
      identified.set(member.id, {
        container: containerIdentity(member, settingsOf(member.id)),
        task,
        network: networkRole(member, find),
      });
    }
  }
  return identified;
};
