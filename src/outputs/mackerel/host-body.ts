import { mackerelHealth } from "../../catalogue/names/mackerel-container.ts";
import type { ContainerIdentity } from "../../model/identity.ts";
import { present } from "../../model/present.ts";
import type { TaskHostSeed } from "./host-seed.ts";
import type { Settings } from "./settings.ts";

/** Key in the host's cloud metadata that says which daemon looks after it. */
export const ownerKey = "taskvitals_daemon";

const containerMetadata = ({ id, name, dockerName, image, imageId, type }: ContainerIdentity) =>
  present({ docker_id: id, docker_name: dockerName, name, image, image_id: imageId, type });

export interface HostDescription {
  /** The daemon that looks after the host. */
  readonly owner?: string | undefined;
  readonly containers?: readonly ContainerIdentity[];
}

/**
 * What Mackerel is told of a task's host, at its creation and later. The custom identifier is in it each time: an update
 * without one would take it away. Container labels are not in it: people keep secrets there.
 */
export const hostBody = (
  seed: TaskHostSeed,
  settings: Pick<Settings, "displayName" | "memo" | "roles">,
  { owner, containers = [] }: HostDescription,
) => ({
  name: seed.name,
  ...present({ displayName: settings.displayName || undefined, memo: settings.memo || undefined }),
  customIdentifier: seed.identifier,
  meta: {
    "agent-name": "taskvitals",
    cloud: {
      provider: seed.provider,
      metadata: {
        ...seed.metadata,
        ...(owner === undefined ? {} : { [ownerKey]: owner }),
        ...(containers.length === 0 ? {} : { containers: containers.map(containerMetadata) }),
      },
    },
  },
  interfaces: [],
  roleFullnames: settings.roles,
  checks: seed.checks.map((name) => ({ name, memo: mackerelHealth.memo })),
});
