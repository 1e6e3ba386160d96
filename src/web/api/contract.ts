import { z } from "zod";

/**
 * What the page's API says: one schema for every body and event under `/api/`. docs/api.yaml is made from it, a test
 * holds every answer to it, and the page takes its types from it. Times are milliseconds since the epoch; a figure is in
 * the catalogue's unit of its metric; what is not known is absent, or null in a column.
 */

const key = z.string().describe("Key of a task or container: the same in every answer while the agent runs");
const atMs = z.number().describe("Milliseconds since the epoch");
const figure = z.number().nullable().describe("In the catalogue's unit; null: not known");
const attributes = z.record(z.string(), z.string());

export const port = z.strictObject({
  containerPort: z.int(),
  hostPort: z.int().optional(),
  hostIp: z.string().optional(),
  protocol: z.string(),
});

/** What a row says apart from figures; both for tasks and containers. */
const sharedRow = {
  key,
  /** Task: family, or its id; container: its name in the task definition. */
  name: z.string(),
  cluster: z.string().describe("Empty when the source does not tell"),
  service: z.string().describe("Empty when the task belongs to none, or the source does not tell"),
  family: z.string(),
  revision: z.string(),
  taskId: z.string().describe("Empty for a container that ECS did not start"),
  taskArn: z.string().optional(),
  launchType: z.string().optional(),
  networkMode: z.string().optional(),
  availabilityZone: z.string().optional(),
  /** Known status as ECS or Docker spells it: RUNNING, STOPPED, PENDING, ... */
  status: z.string().describe("UNKNOWN when the source does not tell"),
  desiredStatus: z.string().optional(),
  startedMs: atMs.optional(),
  stoppedMs: atMs.optional(),
  /** When the agent last saw it; only on what is no longer there. Such rows stay for an hour. */
  goneMs: atMs.optional(),
  labels: attributes.optional().describe("Labels of a container, tags of a task"),
};

export const taskRow = z.strictObject({ kind: z.literal("task"), ...sharedRow });

export const containerRow = z.strictObject({
  kind: z.literal("container"),
  ...sharedRow,
  parent: key.optional().describe("Its task's key; absent for a container that ECS did not start"),
  containerId: z.string(),
  dockerName: z.string().optional(),
  containerArn: z.string().optional(),
  image: z.string().optional(),
  imageTag: z.string().optional(),
  imageDigest: z.string().optional().describe("Of the image's reference; else the image's id, as the source tells it"),
  type: z.string().optional().describe("NORMAL, CNI_PAUSE, ...; absent counts as NORMAL"),
  health: z.string().optional().describe("HEALTHY, UNHEALTHY, UNKNOWN; absent without a health check"),
  healthSinceMs: atMs.optional(),
  exitCode: z.int().optional(),
  oomKilled: z.boolean().optional(),
  createdMs: atMs.optional(),
  ports: z.array(port),
  statsPath: z
    .string()
    .optional()
    .describe("How a daemon reads its figures: host-files, task-metadata, docker-stats; absent where there is one way"),
  statsPathWhy: z.string().optional().describe("Why no better way is taken, in sentences; absent for the best"),
});

export const row = z.discriminatedUnion("kind", [taskRow, containerRow]);

/** A column of the live table: a figure that tasks and containers both have. */
export const columnIds = [
  "cpu", // vCPUs in use
  "cpuLimit", // vCPUs it may use; null: none known
  "cpuRatio", // of the limit, or of the CPUs there are
  "memory", // working set, bytes
  "memoryLimit",
  "memoryRatio",
  "receive", // bytes per second
  "transmit",
  "diskRead", // bytes per second
  "diskWrite",
  "restarts",
  "oomEvents",
  "pids",
] as const;

export const columnId = z.enum(columnIds);

/** How fresh figures can be. */
export const pace = z.strictObject({
  /** Between two collections right now. */
  intervalMs: z.number(),
  /** How often the source itself has news: the page says so when it is slower than a second. */
  sourceRefreshMs: z.number(),
});

export const happening = z.strictObject({
  kind: z.enum(["started", "stopped", "restarted", "out-of-memory", "health-changed"]),
  atMs,
  key,
  facts: attributes.describe("exit_code, health, before, restarts, events: what there is to tell"),
});

export const trouble = z.strictObject({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  /** Name of an input, an output, `config`. */
  owner: z.string(),
  subject: z.string(),
  detail: z.string(),
  title: z.string(),
  fix: z.string(),
  sinceMs: atMs.optional(),
});

// --- GET /api/live: server-sent events -----------------------------------------------------------------------------

/**
 * Event `table`: everything, on connecting and when a reader was away for too long. A row's place in `rows` is its slot in
 * every later event until the next `table`; a null is a free slot. `values[column][slot]`.
 */
export const tableEvent = z.strictObject({
  /** Changes when the agent was started anew. */
  agent: z.string(),
  takenAtMs: atMs,
  pace,
  columns: z.array(columnId),
  rows: z.array(row.nullable()),
  values: z.array(z.array(figure)),
  happenings: z.array(happening).describe("The last hour's, oldest first"),
  troubles: z.array(trouble).describe("Those that last right now"),
});

/** Event `delta`: what changed since the event before. In this order: rows, gone slots freed, values. */
export const deltaEvent = z.strictObject({
  takenAtMs: atMs,
  pace: pace.optional(),
  /** New or changed rows, with their slots. */
  rows: z.array(z.tuple([z.int(), row])).optional(),
  /** Slots that are free from now on: the hour of a stopped one is over. */
  freed: z.array(z.int()).optional(),
  /** Per column that changed: place in `columns`, slots, new values. */
  values: z.array(z.tuple([z.int(), z.array(z.int()), z.array(figure)])).optional(),
  happenings: z.array(happening).optional(),
  troubles: z.array(trouble).optional().describe("All that last right now; absent: as before"),
});

/** One line of a chart: a metric with its attributes; a counter is shown as its change per second. */
export const seriesId = z.strictObject({
  metric: z.string().describe("Id in the catalogue"),
  attributes,
  perSecond: z.boolean().describe("True for counters: values are changes per second"),
});

/** Event `points`, for every `watch=<key>` of the connection: the newest value of each series of `history`. */
export const pointsEvent = z.strictObject({
  key,
  atMs,
  series: z.array(seriesId),
  values: z.array(figure),
});

// --- GET /api/history?key=...: the last 15 minutes ------------------------------------------------------------------

/** Columnar: `values[i][j]` is series i at `times[j]`. */
export const history = z.strictObject({
  key,
  /** Between two times, as a rule. Points of the last minutes may be closer where somebody watched. */
  stepMs: z.number(),
  /** How far back it goes at the most: 15 minutes, and less when there are too many series for the memory allowed. */
  keptMs: z.number().optional(),
  times: z.array(atMs),
  series: z.array(seriesId),
  values: z.array(z.array(figure)),
  happenings: z.array(happening).describe("Of this resource and, for a task, of its containers"),
});

// --- GET /api/tree -----------------------------------------------------------------------------------------------------

export const treeTask = z.strictObject({
  ...taskRow.shape,
  figures: z.record(columnId, figure),
  containers: z.array(z.strictObject({ ...containerRow.shape, figures: z.record(columnId, figure) })),
});

export const tree = z.strictObject({
  takenAtMs: atMs,
  form: z.string(),
  pace,
  clusters: z.array(
    z.strictObject({
      name: z.string(),
      services: z.array(z.strictObject({ name: z.string(), tasks: z.array(treeTask) })),
    }),
  ),
  /** Those that ECS did not start. */
  containers: z.array(z.strictObject({ ...containerRow.shape, figures: z.record(columnId, figure) })),
});

// --- GET /api/agent ------------------------------------------------------------------------------------------------------

export const agent = z.strictObject({
  agent: z.string().describe("Changes when the agent was started anew"),
  version: z.string(),
  node: z.string(),
  form: z.string(),
  launchType: z.string().optional(),
  /** Why it thinks so, in sentences. */
  reasons: z.array(z.string()),
  startedMs: atMs,
  takenAtMs: atMs,
  pace,
  cpuVcpus: z.number().optional().describe("vCPUs in use by the agent itself"),
  residentBytes: z.number(),
  heapUsedBytes: z.number(),
  /** What is remembered for charts: how far back at the most, and the memory that takes. */
  history: z.strictObject({ stepMs: z.number(), keptMs: z.number(), bytes: z.number() }).optional(),
  inputs: z.array(
    z.strictObject({
      name: z.string(),
      description: z.string(),
      on: z.boolean(),
      why: z.string(),
      up: z.boolean().optional().describe("Absent before the first collection and for what is off"),
      durationMs: z.number().optional(),
      lastSuccessMs: atMs.optional(),
      newestSampleMs: atMs.optional(),
      collections: z.int().optional(),
      errors: z.record(z.string(), z.int()).optional(),
    }),
  ),
  outputs: z.array(
    z.strictObject({
      name: z.string(),
      description: z.string(),
      kind: z.enum(["pull", "push"]),
      on: z.boolean(),
      why: z.string(),
      exposedBytes: z.number().optional().describe("Pull: what readers fetched since the start"),
      circuit: z.enum(["closed", "open", "held"]).optional(),
      items: z.int().optional(),
      delivered: z.int().optional(),
      inHand: z.int().optional(),
      retried: z.int().optional(),
      lost: z.record(z.string(), z.int()).optional().describe("Dropped, refused and lost from the queue, by reason"),
      sentBytes: z.number().optional(),
      queuedRecords: z.int().optional(),
      queuedBytes: z.number().optional(),
      oldestMs: atMs.optional(),
      roomSeconds: z.number().optional().describe("How long an outage that begins now would cost nothing"),
      lastDeliveredMs: atMs.optional(),
      troubles: z.array(trouble).optional(),
    }),
  ),
  troubles: z.array(trouble),
  configuration: z
    .array(
      z.strictObject({
        option: z.string().describe("server.port"),
        value: z.string().describe("As YAML would have it; a secret is ••••"),
        set: z.boolean().describe("False: the default"),
        description: z.string(),
      }),
    )
    .describe("In force, secrets masked"),
});

// --- GET /api/catalogue ------------------------------------------------------------------------------------------------

export const catalogue = z.strictObject({
  version: z.string(),
  metrics: z.array(
    z.strictObject({
      id: z.string(),
      prometheus: z.string(),
      scope: z.enum(["task", "container", "target", "image", "host", "self"]),
      kind: z.enum(["counter", "gauge", "state", "info"]),
      unit: z.string().describe("UCUM"),
      description: z.string(),
      note: z.string().optional(),
      good: z.enum(["up", "down"]).optional(),
      lasting: z.boolean().optional(),
    }),
  ),
});

// --- What apps tell of themselves, in /api/values and /api/apps ---------------------------------------------------------

const appSample = z.strictObject({
  labels: attributes,
  atMs,
  value: z.number().optional(),
  perSecond: z.number().optional(),
  count: z.number().optional(),
  sum: z.number().optional(),
  buckets: z
    .array(z.strictObject({ upperBound: z.number(), count: z.number() }))
    .optional()
    .describe("Cumulative; what lies above the last is in the count"),
  quantiles: z.array(z.strictObject({ quantile: z.number(), value: z.number() })).optional(),
  gained: z
    .strictObject({
      overMs: z.number(),
      count: z.number(),
      sum: z.number().optional(),
      buckets: z.array(z.number()).optional().describe("One for each of the buckets, cumulative as they are"),
    })
    .optional()
    .describe("Since the sample before"),
});

const appFamily = z.strictObject({
  name: z.string().describe("As the app names it; a counter without _total"),
  kind: z.enum(["counter", "gauge", "info", "state-set", "unknown", "histogram", "summary"]),
  help: z.string().optional(),
  unit: z.string().optional(),
  samples: z.array(appSample),
});

// --- GET /api/values: every metric with its present value --------------------------------------------------------------

export const values = z.strictObject({
  takenAtMs: atMs,
  resources: z.array(
    z.strictObject({
      key: z.string(),
      scope: z.enum(["task", "container", "target", "image", "host", "self"]),
      name: z.string(),
      points: z.array(
        z.strictObject({
          metric: z.string(),
          attributes,
          value: figure,
          perSecond: z.number().optional(),
          atMs,
        }),
      ),
      families: z.array(appFamily).optional().describe("Of a target: what its app tells of itself"),
    }),
  ),
  appSeriesLeftOut: z.int().optional().describe("Series of apps that are not here, being too many"),
});

// --- GET /api/apps?key=...: what the app of a container, or the apps of a task's containers, tell of themselves ---------

export const appTarget = z.strictObject({
  key,
  container: key.describe("Key of its container"),
  containerName: z.string(),
  name: z.string().describe("What its metrics are filed under"),
  kind: z.string().describe("How it is read: prometheus, go-stats, expvar, json, mackerel-plugin"),
  slot: z.int(),
  address: z.string().optional(),
  up: z.boolean().optional().describe("Whether the last reading went well; absent before the first has ended"),
  newestSampleMs: atMs.optional().describe("When the newest of its figures was read, or is of where the app tells"),
  readingSeconds: z.number().optional().describe("How long the last reading took"),
  bodyBytes: z.number().optional().describe("Size of the last answer"),
  series: z.int().optional().describe("In the last answer, a bucket counted as one"),
  errors: z.record(z.string(), z.number()).describe("Readings that failed so far, by reason"),
  leftOut: z.record(z.string(), z.number()).describe("Series and lines that were not taken so far, by reason"),
  families: z.array(appFamily),
  troubles: z.array(trouble).describe("What is wrong with it right now"),
});

export const apps = z.strictObject({
  key,
  takenAtMs: atMs,
  answeredMs: atMs.describe("By the agent's clock: how old a figure is goes by it"),
  everyMs: z.number().describe("Between two collections, as a rule"),
  targets: z.array(appTarget),
  troubles: z.array(trouble).describe("What is wrong with labels that lead to no target"),
  seriesLeftOut: z.int().optional().describe("Series that are not here, being too many for one answer"),
  off: z.string().optional().describe("Why no app is read at all: what the input app-metrics waits for"),
});

/** Body of every answer that is no 200. */
export const refusal = z.strictObject({ error: z.string().describe("What, and what to do") });

export type Row = z.infer<typeof row>;
export type TaskRow = z.infer<typeof taskRow>;
export type ContainerRow = z.infer<typeof containerRow>;
export type ColumnId = z.infer<typeof columnId>;
export type Pace = z.infer<typeof pace>;
export type HappeningNote = z.infer<typeof happening>;
export type Trouble = z.infer<typeof trouble>;
export type TableEvent = z.infer<typeof tableEvent>;
export type DeltaEvent = z.infer<typeof deltaEvent>;
export type SeriesId = z.infer<typeof seriesId>;
export type PointsEvent = z.infer<typeof pointsEvent>;
export type History = z.infer<typeof history>;
export type Tree = z.infer<typeof tree>;
export type AgentReport = z.infer<typeof agent>;
export type CatalogueReport = z.infer<typeof catalogue>;
export type ValuesReport = z.infer<typeof values>;
export type AppTarget = z.infer<typeof appTarget>;
export type AppsReport = z.infer<typeof apps>;
