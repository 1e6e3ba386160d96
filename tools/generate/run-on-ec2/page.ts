import { inputs } from "../../../src/inputs/registry.ts";
import type { Document } from "../document.ts";
import { code, generated, page, table } from "../markdown.ts";
import { daemonDefinition, managedDaemonDefinition, mountsFor, permissionsFor } from "./definitions.ts";

const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

const mountTable = (): string =>
  table(
    ["of the instance", "in the container", "", "what is lost without it"],
    mountsFor("daemon").map(({ source, target, readOnly, without }) => [
      code(source),
      code(target),
      readOnly ? "read only" : "",
      without,
    ]),
  );

const inputTable = (): string =>
  table(
    ["input", "daemon", "managed daemon", "what it reads"],
    inputs.map(({ name, description, forms }) => {
      const runs: readonly string[] = forms;
      const mark = (form: string): string => (runs.includes(form) ? "yes" : "");
      return [`[${name}](../src/inputs/${name}/README.md)`, mark("daemon"), mark("managed-daemon"), description];
    }),
  );

const permissions = (): string => {
  const needed = [...new Set([...permissionsFor("daemon"), ...permissionsFor("managed-daemon")])];
  return needed.length === 0 ? "No input needs any." : `Inputs need ${needed.map(code).join(", ")}.`;
};

const blocks = (): readonly string[] => [
  "# Run on EC2, ECS Anywhere and Managed Instances",
  `One agent for each instance sees every task on it. The definitions here are made from what the inputs say that they need, and
follow AWS's documentation. What of them a Docker Engine can do is tested with one (\`test/e2e/image.test.ts\`): the user, the mounts,
the root file system, the health check. ${generated}`,

  "## The image",
  `\`npm run image\` builds it ([README](../README.md#run-it-as-a-container)); push it to a registry of yours. It has
no shell and runs as user 65532. \`taskvitals open\`, \`taskvitals doctor\` and the other
[commands](commands.md) are there by name, for \`docker exec\`; ECS Exec wants a root file system that can be written to.

ECS takes no notice of an image's own health check: it stands in the definitions. A check takes 30 ms of CPU and, while it lasts,
50 MB, most of which is Node.js's code that the agent has in memory already. It is healthy as long as the agent runs: back ends that
fail do not count, since ending the agent mends none. With the port in a configuration file rather than in \`ECS_METRICS_EXPORTER_PORT\`,
name it as one more argument of the command.`,

  "## A daemon service on EC2",
  json(daemonDefinition()),
  `\`\`\`
aws ecs register-task-definition --cli-input-json file://taskvitals.json
aws ecs create-service --cluster my-cluster --service-name taskvitals --task-definition taskvitals --scheduling-strategy DAEMON
\`\`\``,
  `**\`IMAGE\`** is the image's name in your registry.

**\`GID\`** is the group of Docker's socket, which differs from one machine image to the next: \`stat -c %g /var/run/docker.sock\`
on an instance tells. With \`65532\` alone, the agent says \`docker-forbidden\` and how to mend it. Where the group cannot be known,
\`"user": "0"\` does; with all capabilities dropped and a root file system that is read only. Either way: who may use the socket
may do anything on the instance, and \`readOnly\` does not limit what may be asked over it.

**\`memory\`** is right for tens of containers; [benchmarks](benchmarks.md) says what the agent takes. Reserve it, since ECS makes no
room for a daemon that comes to a full instance.`,

  "### Mounts",
  `${mountTable()}

The process namespace stays the agent's own: \`pidMode\` is not needed. \`state\` keeps what waits for outputs
([buffer](configuration.md#buffer)), the last good configuration ([reload](configuration.md#reload)) and the
[slots](app-metrics.md#names-that-stay) of apps' targets over restarts. Docker gives a new volume the owner that the folder has in the
image; a folder of the instance (\`host.sourcePath\`) has to be given to user 65532. Without a folder that can be written to, the agent
keeps in memory what waits, and says so.`,

  "### Host or bridge network",
  table(
    ["", "host", "bridge"],
    [
      ["port", "9546 of the instance", "as published: `portMappings` with a `hostPort`"],
      [
        "the page without a token",
        "from the instance itself, and every container in host network mode",
        "from nowhere: requests come from the bridge's gateway",
      ],
      [
        "ports that Docker publishes",
        "at `127.0.0.1`, as it is",
        "`inputs.app-metrics.hostAddress`: the gateway, usually `172.17.0.1`",
      ],
      ["tasks in awsvpc mode", "at their own address, which their security group must let in", "the same"],
      ["metadata endpoints of tasks", "yes", "yes"],
      ["the ECS agent (introspection)", "port 51678 of the instance", "the same of the gateway"],
    ],
  ),
  `Host is the simpler one. In awsvpc mode a daemon reaches neither the metadata endpoints of other tasks nor introspection.
What the port answers to whom: [decision 0006](decisions/0006-what-is-open-by-default.md) and [the page](page.md#reach-it). A security
group decides who reaches it at all.`,

  "### Permissions",
  `${permissions()} A task role is needed only for what is asked of AWS: a configuration in Systems Manager
(\`ssm:GetParameter\`) or S3 (\`s3:GetObject\`), and outputs that sign (their READMEs name what they need). In host network mode the ECS
agent hands out task roles only with \`ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true\`.`,

  "### What each input sees",
  inputTable(),
  `Where both see a container, the input listed first counts and the others fill in. \`taskvitals doctor\` says what is on, what answers and
what is missing; \`ecs_container_stats_path_info\` by which way each container's figures come.`,

  "### Apps' own metrics",
  "[App metrics](app-metrics.md) tells which labels say what is read and where, and how Prometheus finds the same targets.",

  "## ECS Anywhere",
  `The same definition with \`"requiresCompatibilities": ["EXTERNAL"]\`, and \`--launch-type EXTERNAL\` when the service is created.
Network modes are host, bridge and none. There is no instance role to fall back to: what asks AWS needs a task role. Tasks have no
availability zone. On machines with rootless Docker or another socket, set \`DOCKER_HOST\` and mount it there.`,

  "## Managed Instances: a managed daemon",
  json(managedDaemonDefinition()),
  `\`\`\`
aws ecs register-daemon-task-definition --cli-input-json file://taskvitals-daemon.json
aws ecs create-daemon --daemon-name taskvitals --cluster-arn ... --daemon-task-definition-arn ... --capacity-provider-arns ...
\`\`\``,
  `It reads \`/tasks\` and \`/tasks/stats\` of the task metadata endpoint, which ECS answers to daemons alone: every task of the
instance, without Docker, without mounts and without permissions. ECS starts it before any other task of the instance and ends it last.

**Do not count on scraping it from outside**: daemons are in a network of their instance's own, and the definition maps no port. Send
from it instead ([outputs](../README.md#send-it)). On its instance a daemon has the address \`169.254.172.2\`.

**It must not end**: when a daemon ends, ECS drains and replaces the instance. On Managed Instances the agent therefore waits for a port
that is taken instead of ending, and a configuration that cannot be read or has faults leaves it at work with what is valid.
\`/healthz\` answers 200 and says \`"status": "degraded"\` with the problems; so does \`taskvitals_problems\` at every output that takes the
agent's own metrics. The definition has no health check, which an agent that waits for its port would fail.

**A new revision replaces instances**, a quarter at a time. A change of the configuration needs none: the parameter (or the object,
\`s3://bucket/key\`) is looked at every 30 s, a good version comes into force, a faulty one is refused and told
([reload](configuration.md#reload)). The task role needs \`ssm:GetParameter\` for it, and a parameter encrypted with a key of your own
\`kms:Decrypt\`. Keep secrets out of it: \`\${DD_API_KEY}\` in the text is filled in from the environment, where \`secrets\` of the definition
put it.

The definition keeps in memory what waits for outputs (32 MiB at the most), and no last good configuration: an agent that starts while
AWS cannot be asked begins with the environment alone, and takes the configuration as soon as it comes. With a volume at
\`/var/lib/taskvitals\`, which user 65532 may write to, both are kept; leave \`TASKVITALS_BUFFER_STORAGE\` out then.`,
];

/** How to run the agent on container instances; the definitions follow the inputs. */
export const runOnEc2Page: Document = { path: "docs/run-on-ec2.md", render: () => page(...blocks()) };
