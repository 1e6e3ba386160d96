/** A steady load with counters that are exact at every moment: each is its rate times the time since the start. */
export interface Load {
  /** Nanoseconds of CPU a millisecond: 100,000 is a tenth of a core. Three quarters are user time. */
  readonly cpuNsPerMs: number;
  /** Anonymous memory; the part that grows comes on top. */
  readonly anonBytes: number;
  /** Page cache, of which `inactiveFileBytes` can be reclaimed. */
  readonly fileBytes: number;
  readonly inactiveFileBytes: number;
  /** Anonymous memory grows so much a millisecond and is freed every `growCycleMs`. */
  readonly growBytesPerMs: number;
  readonly growCycleMs: number;
  readonly readBytesPerMs: number;
  readonly writeBytesPerMs: number;
  readonly rxBytesPerMs: number;
  readonly txBytesPerMs: number;
  readonly processes: number;
}

/** A container of a task definition, and what becomes of it. */
export interface ContainerPlan {
  readonly name: string;
  readonly image?: string;
  /** NORMAL unless said. */
  readonly type?: string;
  /** CPU units of the definition (1,024 a core). */
  readonly cpuUnits?: number;
  /** Hard limit. */
  readonly memoryMib?: number;
  readonly ports?: readonly number[];
  readonly labels?: Readonly<Record<string, string>>;
  /** With a health check, what it says. */
  readonly health?: "HEALTHY" | "UNHEALTHY" | "UNKNOWN";
  readonly logDriver?: string;
  /** Left out, `awslogs` has the usual ones. */
  readonly logOptions?: Readonly<Record<string, string>>;
  readonly volumes?: readonly { readonly name?: string; readonly source: string; readonly destination: string }[];
  /** With a restart policy the endpoint tells a RestartCount. */
  readonly restartPolicy?: boolean;
  /** When it stops, the task is to stop. */
  readonly essential?: boolean;
  /** How long after the task's start it starts; until then it is only pulled. */
  readonly startsAfterMs?: number;
  /** Ends so long after its start, as an init container does. */
  readonly exits?: { readonly afterMs: number; readonly exitCode: number };
  /** Scripted mode; the rest of a default load. */
  readonly load?: Partial<Load>;
}

export interface TaskPlan {
  readonly family: string;
  readonly revision?: string;
  readonly service?: string;
  /** vCPU. Left out: no limit (not possible on Fargate, which then gets 0.5). */
  readonly cpu?: number;
  /** Left out: no limit (not possible on Fargate, which then gets 1,024). */
  readonly memoryMib?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly containers: readonly ContainerPlan[];
}
