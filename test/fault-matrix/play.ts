import { openMemoryBuffer } from "../../src/delivery/buffers/memory.ts";
import { openDelivery } from "../../src/delivery/delivery.ts";
import type { Place } from "../../src/model/place.ts";
import { happeningsBetween } from "../../src/pipeline/happenings.ts";
import { openProblemBoard } from "../../src/pipeline/problem-board.ts";
import { selfEntry } from "../../src/pipeline/self.ts";
import { gzip } from "../../src/platform/gzip.ts";
import { hashing } from "../../src/platform/hashing.ts";
import { zstd } from "../../src/platform/zstd.ts";
import type { Log, LogFields } from "../../src/ports/log.ts";
import type { OutputHealth } from "../../src/ports/output-health.ts";
import type { PushLimits, PushOutputDeps } from "../../src/ports/push-output.ts";
import type { StandardOutput } from "../../src/ports/standard-output.ts";
import { openFakeClock } from "../fake-clock.ts";
import type { Fault } from "./faults.ts";
import { sampleSnapshot } from "./sample-world.ts";
import { openScriptedHttp, type ScriptedHttp } from "./scripted-http.ts";
import type { MatrixSubject } from "./subject.ts";
import { openWitness, type Witness, witnessName } from "./witness.ts";

const minuteMs = 60_000;
const bufferBytes = 32_000_000;

/** Never to be seen, as the keys of the subject. */
const awsSecrets = { secretAccessKey: "matrix/aws+secret-key-0001", sessionToken: "matrix/aws-session-token-0002" };

/** The matrix is about networks. */
const nowhere: StandardOutput = {
  outlet: () => "nothing",
  write: async () => ({ ok: false, reason: "closed", detail: "EPIPE" }),
};

const place: Place = {
  form: "sidecar",
  launchType: "FARGATE",
  metadata: { version: "v4", url: "http://169.254.170.2/v4/one", from: "ECS_CONTAINER_METADATA_URI_V4" },
  reasons: [],
};

/** The whole agent behind the inputs, with the subject and a witness as outputs, on a clock that the test moves. */
export interface Play {
  readonly http: ScriptedHttp;
  readonly witness: Witness;
  readonly limits: PushLimits;
  /** Every text that anybody could have seen so far. */
  seen(): string;
  /** What must not be in it. */
  readonly secrets: readonly string[];
  health(): OutputHealth;
  setFault(fault: Fault | undefined): void;
  stepClock(ms: number): void;
  /** Collections a minute apart. */
  minutes(count: number): Promise<void>;
  stop(): Promise<void>;
}

const openLog = (): { readonly log: Log; readonly lines: readonly string[] } => {
  const lines: string[] = [];
  const line = (message: string, fields: LogFields = {}): void => {
    lines.push(JSON.stringify({ message, ...fields }));
  };
  return { lines, log: { debug: line, info: line, warn: line, error: line } };
};

const shown = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (part instanceof Map ? [...part] : part));

/** @param more in place of what every play has */
export const openPlay = <Config>(subject: MatrixSubject<Config>, more: Partial<PushOutputDeps> = {}): Play => {
  const { definition, config, openBackEnd } = subject;
  const clock = openFakeClock();
  const http = openScriptedHttp(clock, openBackEnd());
  const { log, lines } = openLog();
  const board = openProblemBoard(clock, log);
  const parsed = definition.config.parse(config);
  const limits = definition.limits(parsed);
  const deps: PushOutputDeps = {
    place: subject.place ?? place,
    clock,
    http,
    gzip,
    hashing,
    aws: {
      current: async () => ({ ok: true, credentials: { accessKeyId: "AKIDEXAMPLE", ...awsSecrets } }),
    },
    stdout: nowhere,
    log,
    ...more,
  };
  const witness = openWitness(clock);
  const chain = openDelivery({
    outputs: [
      { name: definition.name, output: definition.create(parsed, deps), limits },
      { name: witnessName, output: witness.output, limits: witness.limits },
    ],
    buffer: openMemoryBuffer({ maxBytes: bufferBytes }, { clock }),
    codec: zstd,
    clock,
    random: () => 0.5,
    log,
    board,
    intervalMs: minuteMs,
    happeningsBetween,
  });
  chain.start();

  const texts: string[] = [];
  const facts = {
    build: { version: "0", node: "0", form: "sidecar" },
    startedMs: clock.now(),
    usage: () => ({ cpuSeconds: 0, residentBytes: 0, heapUsedBytes: 0 }),
    exposedBytes: () => new Map<string, number>(),
    appSeriesLeftOut: () => new Map<string, number>(),
    outputs: chain.health,
  };
  const look = (): void => {
    texts.push(shown([selfEntry(facts, [], board, clock.now()).points, chain.health(), board.standing()]));
  };

  let collections = 0;
  return {
    http,
    witness,
    limits,
    secrets: [...subject.secrets, ...Object.values(awsSecrets)],
    seen: () => [...lines, ...texts].join("\n"),
    health: () => {
      const found = chain.health().find(({ name }) => name === definition.name);
      if (found === undefined) throw new Error(`No output ${definition.name}`);
      return found;
    },
    setFault: http.setFault,
    stepClock: clock.step,
    minutes: async (count) => {
      for (let minute = 0; minute < count; minute += 1) {
        chain.publish(sampleSnapshot(collections, clock.now()));
        collections += 1;
        await clock.advance(minuteMs);
        look();
      }
    },
    stop: async () => {
      const ended = chain.drain(8000);
      await clock.advance(10_000);
      await ended;
      look();
    },
  };
};
