import { inputs } from "../../../src/inputs/registry.ts";
import type { Form } from "../../../src/model/place.ts";
import type { MountNeed } from "../../../src/ports/input.ts";

/** Stands for the group of Docker's socket, which differs from one machine image to the next. */
const socketGroup = "GID";
const image = "IMAGE";

const isForm = (forms: readonly Form[], form: Form): boolean => forms.includes(form);

/** Every mount that an input of this form asks for, once, with all that is lost without it. */
export const mountsFor = (form: Form): readonly MountNeed[] => {
  const needed = new Map<string, MountNeed>();
  for (const mount of inputs
    .filter(({ forms }) => isForm(forms, form))
    .flatMap((input): readonly MountNeed[] => input.mounts)) {
    const known = needed.get(mount.target);
    const without = known === undefined ? mount.without : `${known.without}; ${mount.without}`;
    needed.set(mount.target, { ...mount, without });
  }
  return [...needed.values()];
};

/** IAM permissions that inputs of this form ask for. */
export const permissionsFor = (form: Form): readonly string[] => [
  ...new Set(
    inputs.filter(({ forms }) => isForm(forms, form)).flatMap(({ permissions }): readonly string[] => permissions),
  ),
];

/** `docker-sock` for /var/run/docker.sock. */
const volumeName = ({ source }: MountNeed): string =>
  source
    .slice(1)
    .replaceAll(/[^a-z0-9]+/gi, "-")
    .replace(/^var-run-/, "");

const state = { name: "state", containerPath: "/var/lib/taskvitals" } as const;

/** What every form has: nothing that the agent does not need. */
const container = {
  name: "taskvitals",
  image,
  essential: true,
  cpu: 32,
  memoryReservation: 128,
  memory: 256,
  readonlyRootFilesystem: true,
  linuxParameters: { capabilities: { drop: ["ALL"] } },
  stopTimeout: 15,
} as const;

const healthCheck = {
  command: ["CMD", "/usr/bin/node", "/opt/taskvitals/healthcheck.mjs"],
  interval: 30,
  timeout: 5,
  startPeriod: 10,
  retries: 3,
} as const;

const environment = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

/** A daemon service's task definition, of container instances in EC2. */
export const daemonDefinition = () => {
  const mounts = mountsFor("daemon");
  return {
    family: "taskvitals",
    requiresCompatibilities: ["EC2"],
    networkMode: "host",
    containerDefinitions: [
      {
        ...container,
        user: `65532:${socketGroup}`,
        healthCheck,
        portMappings: [{ containerPort: 9546, protocol: "tcp" }],
        mountPoints: [
          ...mounts.map((mount) => ({
            sourceVolume: volumeName(mount),
            containerPath: mount.target,
            readOnly: mount.readOnly,
          })),
          { sourceVolume: state.name, containerPath: state.containerPath, readOnly: false },
        ],
      },
    ],
    volumes: [
      ...mounts.map((mount) => ({ name: volumeName(mount), host: { sourcePath: mount.source } })),
      {
        name: state.name,
        dockerVolumeConfiguration: { scope: "shared", autoprovision: true, driver: "local" },
      },
    ],
  };
};

/**
 * A daemon task definition of Managed Instances: no network mode, no port mappings, no mounts. No health check either: an
 * agent that waits for its port would fail it, and have its instance replaced.
 */
export const managedDaemonDefinition = () => ({
  family: "taskvitals",
  taskRoleArn: "arn:aws:iam::111122223333:role/taskvitals",
  cpu: "64",
  memory: "256",
  containerDefinitions: [
    {
      ...container,
      cpu: 64,
      environment: environment({
        AWS_REGION: "eu-central-1",
        TASKVITALS_FORM: "managed-daemon",
        TASKVITALS_CONFIG: "ssm:/taskvitals/managed-daemon",
        TASKVITALS_BUFFER_STORAGE: "memory",
      }),
    },
  ],
});
