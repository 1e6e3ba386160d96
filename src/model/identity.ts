/** How ECS runs a task. Absent before agent 1.45.0; a new launch type is kept as the endpoint spells it. */
export type LaunchType = "EC2" | "FARGATE" | "EXTERNAL" | "MANAGED_INSTANCES" | (string & {});

/** What owns the network counters of a task (ARCHITECTURE.md, "whose network counter is it"). */
export type NetworkMode = "awsvpc" | "bridge" | "host" | "none" | (string & {});

/**
 * What is known of an ECS task that does not change while it runs. Strings as ECS spells them; `cluster`, `family` and
 * `revision` are empty when the source does not tell, the optional ones are then absent.
 */
export interface TaskIdentity {
  /** Full ARN; on containers without one, the best unique name there is. */
  readonly arn: string;
  /** Last segment of the ARN. */
  readonly id: string;
  /** Short name, whether the source gave a name or an ARN. */
  readonly cluster: string;
  readonly clusterArn?: string;
  readonly family: string;
  readonly revision: string;
  readonly service?: string;
  readonly launchType?: LaunchType;
  readonly networkMode?: NetworkMode;
  readonly availabilityZone?: string;
  readonly region?: string;
  readonly account?: string;
  readonly vpcId?: string;
  /** ECS tags, only where they were asked for. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What is known of a container that does not change while it exists. */
export interface ContainerIdentity {
  /** Docker's id: 64 hex digits on EC2, `taskid-number` on Fargate. The only join key; never cut short. */
  readonly id: string;
  /** Name in the task definition, or Docker's own name where there is no task. */
  readonly name: string;
  /** Docker's name, without its leading slash. */
  readonly dockerName?: string;
  readonly image?: string;
  readonly imageId?: string;
  readonly arn?: string;
  /** NORMAL, CNI_PAUSE, NAMESPACE_PAUSE, EMPTY_HOST_VOLUME, MANAGED_DAEMON, or what the source says. */
  readonly type?: string;
  readonly logDriver?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The machine that the containers run on. */
export interface HostIdentity {
  readonly name?: string;
  /** Of EC2: `i-...`; of ECS Anywhere: `mi-...`. */
  readonly instanceId?: string;
  /** ARN of the ECS container instance. */
  readonly containerInstanceArn?: string;
  readonly cluster?: string;
  readonly availabilityZone?: string;
}

/** Where an app's own metrics are read. */
export interface TargetIdentity {
  /** Unique on this host while the container exists. */
  readonly id: string;
  /** How it is read: prometheus, go-stats, expvar, json, mackerel-plugin. */
  readonly kind: string;
  /** What its metrics are filed under: a name of the user's, or the container's. */
  readonly name: string;
  /** A small number, unique among the targets of that name here, given anew when one is gone: names made of it stay. */
  readonly slot: number;
  /** `host:port/path`, or the plugin's command, for people. */
  readonly address?: string;
  readonly containerPort?: number;
  /** The port that it is reached at, where that is another one. */
  readonly hostPort?: number;
  /** The user's own, from the container's labels. */
  readonly tags?: Readonly<Record<string, string>>;
}
