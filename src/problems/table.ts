export interface ProblemKind {
  /** error: something is not seen or not sent; warning: it is, but not as it should be. */
  readonly severity: "error" | "warning";
  /** What happened, as the start of a sentence that goes on with the subject. */
  readonly title: string;
  /** What to do about it: one or two sentences. */
  readonly fix: string;
}

/** Every trouble an operator can have. docs/problems.md is made from this. */
export const problems = {
  "metadata-missing": {
    severity: "error",
    title: "There is no ECS task metadata endpoint",
    fix: "Run taskvitals as a container of the task, or set ECS_CONTAINER_METADATA_URI_V4. To look around without ECS, run `taskvitals demo`.",
  },
  "metadata-unreachable": {
    severity: "error",
    title: "The task metadata endpoint does not answer",
    fix: "It is often late by some seconds when a task starts. If it lasts, see that the address is the one in ECS_CONTAINER_METADATA_URI_V4 and that no proxy or firewall stands before it.",
  },
  "metadata-timeout": {
    severity: "error",
    title: "The task metadata endpoint answers too slowly",
    fix: "Raise inputs.ecs-task-metadata.timeoutMs, or the collection interval if the machine is short of CPU.",
  },
  "metadata-throttled": {
    severity: "warning",
    title: "The task metadata endpoint refuses for too many requests (429)",
    fix: "Other programs of the task ask it too. Ask less often (interval); taskvitals has already slowed down by itself. On EC2 the limit is ECS_TASK_METADATA_RPS_LIMIT of the agent.",
  },
  "metadata-status": {
    severity: "error",
    title: "The task metadata endpoint answers with an error",
    fix: "500 and 404 for some seconds are normal when a task or the ECS agent starts. If it lasts, restart the ECS agent, or the task on Fargate.",
  },
  "metadata-not-json": {
    severity: "error",
    title: "The task metadata endpoint's answer is not what it should be",
    fix: "The body was cut off or something else answers at this address, a proxy perhaps. Compare with `curl $ECS_CONTAINER_METADATA_URI_V4/task`.",
  },
  "metadata-too-large": {
    severity: "error",
    title: "The task metadata endpoint's answer is larger than allowed",
    fix: "Raise inputs.ecs-task-metadata.maxBodyBytes if the instance really runs that many containers.",
  },
  "metadata-redirect": {
    severity: "error",
    title: "The task metadata endpoint points to another host",
    fix: "This is refused, since credentials are served beside it. See what answers at this address.",
  },
  "form-daemon": {
    severity: "warning",
    title: "ECS treats the agent as a managed daemon, but it runs in another form",
    fix: "Set TASKVITALS_FORM=managed-daemon (or form in the configuration): outputs name what they send for by the form.",
  },
  "tags-refused": {
    severity: "warning",
    title: "ECS did not give the task's tags",
    fix: "Allow ecs:ListTagsForResource to the container instance's role, or turn tags off (inputs.ecs-task-metadata.tags).",
  },
  "stats-missing": {
    severity: "warning",
    title: "Running containers have no statistics",
    fix: "Normal for a second after a start. If it lasts on EC2, see whether ECS_DISABLE_METRICS is set on the ECS agent.",
  },
  "stats-duplicate": {
    severity: "warning",
    title: "The endpoint lists a container twice",
    fix: "The last one counts. Nothing to do, but tell us when it lasts.",
  },
  "sample-clock": {
    severity: "warning",
    title: "The source's clock and this one differ by more than five minutes",
    fix: "The time of reception is used instead. Synchronize the clocks of the host.",
  },
  "values-refused": {
    severity: "warning",
    title: "The source gave impossible values",
    fix: "They are left out. See taskvitals_input_refused_values_total; tell us which version of the ECS agent or Docker gives them.",
  },
  "input-crashed": {
    severity: "error",
    title: "An input failed in a way it should not",
    fix: "This is a defect of taskvitals: please report it with this line. The other inputs go on.",
  },
  "input-timeout": {
    severity: "error",
    title: "A collection was not done in time",
    fix: "What was collected before is still served while it is fresh. See what the input waits for, or raise the interval.",
  },
  "inputs-off": {
    severity: "error",
    title: "No input is on, so nothing is seen",
    fix: "Run taskvitals as a container of an ECS task, or where it can open a Docker Engine's socket; `taskvitals doctor` shows what was looked for. To look around without either, run `taskvitals demo`.",
  },
  "agent-defect": {
    severity: "error",
    title: "Something in taskvitals failed that should not",
    fix: "This is a defect of taskvitals: please report it with this line. The agent goes on.",
  },
  "docker-missing": {
    severity: "error",
    title: "There is no Docker Engine at this address",
    fix: "Mount /var/run/docker.sock into the container, or set inputs.docker-engine.host (or DOCKER_HOST).",
  },
  "docker-forbidden": {
    severity: "error",
    title: "The Docker Engine's socket may not be opened",
    fix: "Run as root or with the group that owns the socket (on the host: stat -c %g /var/run/docker.sock).",
  },
  "docker-unreachable": {
    severity: "error",
    title: "The Docker Engine does not answer",
    fix: "See `systemctl status docker` on the host. taskvitals asks again at every interval.",
  },
  "docker-timeout": {
    severity: "error",
    title: "The Docker Engine answers too slowly",
    fix: "Engines hang on a container that is stuck in the kernel, and when the disk is slow; see its log (journalctl -u docker). Otherwise raise inputs.docker-engine.timeoutMs.",
  },
  "docker-too-large": {
    severity: "error",
    title: "The Docker Engine's answer is larger than allowed",
    fix: "Raise inputs.docker-engine.maxBodyBytes if the host really has that many containers; removing stopped ones helps too (docker container prune).",
  },
  "docker-behind": {
    severity: "warning",
    title: "Some containers were not sampled before the collection's end",
    fix: "They are first next time; their last samples count while they are fresh. If it lasts, raise the interval or inputs.docker-engine.statsConcurrency (batchConcurrency before Docker 25).",
  },
  "docker-status": {
    severity: "error",
    title: "The Docker Engine answers with an error",
    fix: "The engine's own message is in the detail; its log tells more (journalctl -u docker).",
  },
  "docker-not-json": {
    severity: "error",
    title: "The Docker Engine's answer was cut off or is no JSON",
    fix: "The engine may be stopping. If it lasts, something else answers on this socket.",
  },
  "docker-api": {
    severity: "error",
    title: "The Docker Engine speaks no API version that taskvitals does",
    fix: "taskvitals needs API 1.24 (Docker 1.12) or newer.",
  },
  "docker-events": {
    severity: "warning",
    title: "The Docker Engine's event stream broke off",
    fix: "It is opened again and everything is listed anew; out-of-memory events in between may be missing. If it never opens, a proxy before the socket may refuse /events.",
  },
  "host-files": {
    severity: "warning",
    title: "A file of the host cannot be read",
    fix: "See the detail for the path; grant the container read access to it or turn the feature off.",
  },
  "port-in-use": {
    severity: "error",
    title: "The port is in use",
    fix: "Another taskvitals or exporter listens there. Stop it, or choose another port with ECS_METRICS_EXPORTER_PORT or server.port.",
  },
  "port-forbidden": {
    severity: "error",
    title: "The port may not be opened",
    fix: "Ports below 1024 need root. Choose another with ECS_METRICS_EXPORTER_PORT or server.port.",
  },
  "address-missing": {
    severity: "error",
    title: "This machine does not have the address to listen on",
    fix: "Set server.host to an address of this machine, or leave it out to listen on all.",
  },
  "agent-missing": {
    severity: "error",
    title: "No taskvitals answers on this machine",
    fix: "Run `taskvitals open` where the agent runs (in an ECS task: in its container, through ECS Exec). When it listens on another port, name it with --port; `taskvitals doctor` says who has the port.",
  },
  "open-refused": {
    severity: "error",
    title: "The agent gives no link to its page",
    fix: "Its own words are in the detail. Where this machine's address is one of server.trustedProxies, or server.host is no loopback address, it needs server.token.",
  },
  "page-host": {
    severity: "warning",
    title: "The agent does not answer to this host name",
    fix: "Add it to the agent's server.hosts (TASKVITALS_SERVER_HOSTS), or make the link with an address.",
  },
  "config-unreadable": {
    severity: "error",
    title: "The configuration cannot be read",
    fix: "See path and rights (TASKVITALS_CONFIG or --config). For ssm: and s3: the task role needs ssm:GetParameter or s3:GetObject, and AWS_REGION has to be set. A running agent goes on with what it has, and looks again.",
  },
  "config-refused": {
    severity: "error",
    title: "A new version of the configuration has faults, and the one before stays in force",
    fix: "Mend the faults that are named beside this; `taskvitals check` with the same file tells them too.",
  },
  "config-kept": {
    severity: "warning",
    title: "The agent started with the last good configuration, which it had kept",
    fix: "What is wrong with the present one is named beside this; it comes into force as soon as that is mended.",
  },
  "config-restart": {
    severity: "warning",
    title: "Some of the new configuration counts only after a restart of the agent",
    fix: "Restart it when that suits, or undo the change. Everything else of the new configuration is in force.",
  },
  "config-syntax": {
    severity: "error",
    title: "The configuration is not YAML",
    fix: "Mend the line named in the detail. Within {} or [], a reference to a variable has to stand in quotes.",
  },
  "config-unknown-key": {
    severity: "error",
    title: "The configuration has a key that does not exist",
    fix: "Correct it or take it out; docs/configuration.md has every key.",
  },
  "config-value": {
    severity: "error",
    title: "A configuration value is not allowed",
    fix: "See the detail for what is, and docs/configuration.md.",
  },
  "config-variable": {
    severity: "error",
    title: "The configuration refers to an environment variable that is not set",
    fix: "Set the variable, or give the reference a default after its name, as in NAME:-default.",
  },
  "series-duplicate": {
    severity: "warning",
    title: "Two containers would give the same series",
    fix: "The newer one is served. Give the containers of a task different names.",
  },
  "app-types-differ": {
    severity: "warning",
    title: "Apps give metrics of different types under one name",
    fix: "All values are there, without a type. Rename the metric in one of the apps, or leave one out (taskvitals' labels on its container).",
  },
  "app-series-twice": {
    severity: "warning",
    title: "Names of apps' metrics or labels differ only in characters that Prometheus' names cannot have",
    fix: "The first of them counts, the others are left out. Rename one of them in the app.",
  },
  "app-series-limit": {
    severity: "warning",
    title: "Apps have more series than this output may give",
    fix: "Raise the output's option apps.maxSeries (prometheus-apps: maxSeries), or choose fewer metrics (apps.metrics). See taskvitals_output_app_series_left_out_total.",
  },
  "buffer-disk-full": {
    severity: "error",
    title: "The disk of the buffer is full",
    fix: "New records are kept in memory until there is room; when that is full too, the oldest are dropped and counted. Free space on the file system, or give the buffer less (maxBytes).",
  },
  "buffer-read-only": {
    severity: "error",
    title: "The folder of the buffer cannot be written to",
    fix: "Records are kept in memory and are lost when the agent stops. Mount a writable volume there (readonlyRootFilesystem needs one), give the agent's user the right to write, or choose another folder.",
  },
  "buffer-disk-failed": {
    severity: "error",
    title: "The disk of the buffer fails",
    fix: "New records are kept in memory until it works again. See the host's kernel log (dmesg) and the state of the volume.",
  },
  "buffer-locked": {
    severity: "error",
    title: "Another process uses the folder of the buffer",
    fix: "Stop the other taskvitals, or give each a folder of its own. Until a restart, records are kept in memory.",
  },
  "buffer-corrupt": {
    severity: "warning",
    title: "Parts of the buffer were damaged",
    fix: "What could be read was delivered, the rest is counted as lost. Damaged files are in the folder quarantine and may be deleted; if it happens again, see the state of the disk.",
  },
  "output-unreachable": {
    severity: "error",
    title: "A back end cannot be reached",
    fix: "See that its address resolves and that the task may go out to it (route or NAT, security group, proxy, certificates). Until then what is to be delivered is kept, as far as the buffer goes.",
  },
  "output-timeout": {
    severity: "error",
    title: "A back end does not answer in time",
    fix: "What was sent is sent again. If it lasts, see the way there (NAT, proxy) and the back end's status page, or raise the output's timeoutMs.",
  },
  "output-key": {
    severity: "error",
    title: "A back end refuses the key",
    fix: "Put a valid key of this very account, region or site in place and start the task anew. Until then what is to be delivered is kept, as far as the buffer goes.",
  },
  "output-address": {
    severity: "error",
    title: "Something else answers at a back end's address",
    fix: "See the output's address (site, region, path), and whether a proxy on the way answers in its place.",
  },
  "output-throttled": {
    severity: "warning",
    title: "A back end asks to send less (429)",
    fix: "It is asked again when it says. If it lasts, send less: fewer metrics or a longer interval; or have the account's limit raised.",
  },
  "output-failing": {
    severity: "error",
    title: "A back end has a trouble of its own",
    fix: "Nothing to do here: what was sent is sent again. See the back end's status page.",
  },
  "output-refused": {
    severity: "error",
    title: "A back end refuses what was sent",
    fix: "What it refused is left out and counted, the rest is delivered. The detail has the back end's words; if they tell of a wrong shape, it is a defect of taskvitals: please report it.",
  },
  "output-clock": {
    severity: "warning",
    title: "The clock here and a back end's differ too much",
    fix: "The back end drops what is too old or in the future, without saying so. Synchronize the clock of the host.",
  },
  "output-host": {
    severity: "warning",
    title: "The name of the host is not known to an output",
    fix: "What is told of the whole host cannot be told apart from another host's. Set the output's host name (for Datadog: DD_HOSTNAME), or let the agent ask the instance metadata service (hop limit 2 in bridge mode).",
  },
  "aws-credentials": {
    severity: "error",
    title: "There are no valid AWS credentials",
    fix: "Give the task a role (taskRoleArn) that may do what the output needs, or the instance one; AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY do too. Until then what is to be delivered is kept, as far as the buffer goes.",
  },
  "output-crashed": {
    severity: "error",
    title: "An output failed in a way it should not",
    fix: "This is a defect of taskvitals: please report it with this line. The other outputs go on.",
  },
  "output-losing": {
    severity: "error",
    title: "Something for a back end was lost",
    fix: "What is older than the back end takes, or more than the buffer holds, is dropped and counted by reason (taskvitals_output_dropped_items_total, taskvitals_output_lost_points_total). Mend what else is wrong with the output first; a larger buffer bridges longer outages.",
  },
  "stdout-blocked": {
    severity: "error",
    title: "Nobody takes what is written to standard output",
    fix: "The reader is stuck or slow: see the container's log driver (awslogs in mode blocking waits for CloudWatch). What is to be written is kept, as far as the buffer goes.",
  },
  "stdout-closed": {
    severity: "error",
    title: "Standard output is closed",
    fix: "Who read it has gone: the log driver, or the other end of a pipe. Start the task anew. Until then what is to be written is kept, as far as the buffer goes.",
  },
  "stdout-failing": {
    severity: "error",
    title: "Standard output cannot be written to",
    fix: "The code of the failure is in the detail; ENOSPC is a full file system. It is tried again.",
  },
  "mackerel-host": {
    severity: "error",
    title: "Mackerel does not have, or does not take, a task's host",
    fix: "Its words are in the detail: see the roles, the memo and what the plan allows. While it takes no host at all, everything is kept; when it takes others, what is told of this one is left out and counted.",
  },
  "mackerel-instance": {
    severity: "error",
    title: "The Mackerel host of this EC2 instance is not known",
    fix: "It is the one that mackerel-agent or Mackerel's AWS integration created. Set outputs.mackerel.instance to its custom identifier (i-0123.ec2.amazonaws.com), let the agent reach the instance metadata service (hop limit 2 in bridge mode), or set outputs.mackerel.hosts to task.",
  },
  "mackerel-service": {
    severity: "error",
    title: "Mackerel does not have the service of the service metrics",
    fix: "Create it, or put another in outputs.mackerel.serviceMetrics.service. Until then its metrics are left out and counted; hosts go on.",
  },
  "mackerel-budget": {
    severity: "warning",
    title: "A Mackerel host nears, or exceeds, the metrics that its price includes",
    fix: "Beyond them Mackerel counts further hosts. Leave out containers (ignoreContainer) or the custom names (metrics), set outputs.mackerel.budget.whenExceeded to drop, or raise budget.metrics if the price is fine.",
  },
  "mackerel-agent-config": {
    severity: "warning",
    title: "Parts of the container agent's configuration have no effect here",
    fix: "Take the keys named in the detail out, or say the same in taskvitals' own options (src/outputs/mackerel/README.md has the mapping).",
  },
  "target-label": {
    severity: "error",
    title: "What a label wants read cannot be",
    fix: "Correct the label (docs/app-metrics.md has all of them) and start the container anew, or say it in inputs.app-metrics.rules instead. Other targets are read.",
  },
  "target-label-unused": {
    severity: "warning",
    title: "A label has no effect",
    fix: "The target is read all the same. Take the label out, or see docs/app-metrics.md for what there is in its place.",
  },
  "target-port": {
    severity: "error",
    title: "It is not clear which port of a container has its metrics",
    fix: "It needs a port label: taskvitals.port with the container's own port, which stays the same wherever it is published.",
  },
  "target-address": {
    severity: "error",
    title: "A container with metrics cannot be reached from here",
    fix: "Publish the port (portMappings), or give the task another network mode. In awsvpc mode the address comes from the task's metadata endpoint, some seconds after the start; docs/app-metrics.md has an example for each mode.",
  },
  "target-forbidden": {
    severity: "error",
    title: "A label points where nothing may be read",
    fix: "Only addresses of this machine's containers are read, never those of metadata services, Docker or the ECS agent. See who gave the container this label.",
  },
  "target-twice": {
    severity: "warning",
    title: "Two containers name the same address for their metrics",
    fix: "It is read once, for the first. Containers that share a network share their ports: take the label from one of them.",
  },
  "target-limit": {
    severity: "warning",
    title: "There are more targets than are read",
    fix: "Raise inputs.app-metrics.maxTargets, or have fewer containers say that they have metrics.",
  },
  "target-refused": {
    severity: "error",
    title: "Nobody listens where a container's metrics should be",
    fix: "See that the app listens on this port on all addresses (0.0.0.0), and that the label names the container's port.",
  },
  "target-unreachable": {
    severity: "error",
    title: "A container's metrics cannot be reached",
    fix: "See the detail. In awsvpc mode the task's security group has to let the instance in; as a container in bridge mode, the agent needs inputs.app-metrics.hostAddress.",
  },
  "target-reset": {
    severity: "error",
    title: "A container closed the connection before its metrics had come",
    fix: "The app may be starting or ending. If it lasts, see its log, and whether the port speaks HTTP (or HTTPS: the label scheme).",
  },
  "target-timeout": {
    severity: "error",
    title: "A container's metrics did not come in time",
    fix: "See what the app does when it is asked, or give it more time with the label timeout. Other targets do not wait for it.",
  },
  "target-too-large": {
    severity: "error",
    title: "A container's metrics are larger than allowed",
    fix: "Have the app give fewer, or raise inputs.app-metrics.maxBodyBytes.",
  },
  "target-redirect": {
    severity: "error",
    title: "A container points to another address for its metrics",
    fix: "This is not followed: only the container itself is read. Give the path and scheme that it points to by label, if they are its own.",
  },
  "target-status": {
    severity: "error",
    title: "A container answers with an error where its metrics should be",
    fix: "See the path (label path; /metrics unless told), and whether the app wants a password, which labels cannot give.",
  },
  "target-not-metrics": {
    severity: "error",
    title: "What a container answers is no metrics",
    fix: "See the path and the kind (label metrics), and compare with what curl gets there.",
  },
  "target-malformed": {
    severity: "warning",
    title: "A part of a container's metrics cannot be read",
    fix: "It is left out and counted (target.dropped_samples), the rest is read. The detail has the first line of it; tell the app's authors.",
  },
  "target-series": {
    severity: "warning",
    title: "A container has more series than are read",
    fix: "A label's value that is different each time (a user, a path) makes them without end. Mend that in the app, or raise inputs.app-metrics.maxSeries.",
  },
  "slots-not-kept": {
    severity: "warning",
    title: "Slots of apps' targets cannot be kept for a restart of the agent",
    fix: "After a restart, graphs of two containers may change places. Mount a writable volume at the folder of the buffer (buffer.path), give the agent's user the right to write there, or choose another folder. With buffer.storage: memory nothing is kept, and this is not said.",
  },
  "target-moved": {
    severity: "warning",
    title: "A container moved while its metrics were read",
    fix: "Nothing to do: the reading is dropped, since it may be another container's, and the next one goes to the new port.",
  },
  "target-plugin": {
    severity: "error",
    title: "A plugin did not read a container's metrics",
    fix: "See the detail, and run the plugin by hand with the same arguments. Its path must be right inside the agent's container, and inputs.app-metrics.pluginFolder must be writable.",
  },
  "target-unconfirmed": {
    severity: "warning",
    title: "It could not be made sure whose metrics were read",
    fix: "The Docker Engine did not answer after the reading, which is dropped. See what else is wrong with it.",
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;
