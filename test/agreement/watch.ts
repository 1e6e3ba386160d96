import { type Agent, compose } from "../../src/app/compose.ts";
import { nodeServices } from "../../src/app/node-services.ts";
import { placeOf } from "../../src/app/where-am-i.ts";
import { loadSettings } from "../../src/config/load.ts";
import { decodeDelivery, encodeDelivery } from "../../src/formats/delivery-record/record.ts";
import type { Form, Place } from "../../src/model/place.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import type { Codec } from "../../src/ports/codec.ts";
import type { HttpClient } from "../../src/ports/http-client.ts";
import type { Log } from "../../src/ports/log.ts";
import type { Delivery } from "../../src/ports/push-output.ts";
import { addressesOf, environmentOf } from "../../src/simulate/addresses.ts";
import { endpoint } from "../../src/simulate/endpoint.ts";
import { faultBoard } from "../../src/simulate/fault-board.ts";
import type { TaskPlan } from "../../src/simulate/plan.ts";
import { daemonPlan } from "../../src/simulate/plans.ts";
import { scriptedSource } from "../../src/simulate/scripted-source.ts";
import { type ShapeName, shapes } from "../../src/simulate/shapes/shape.ts";
import { type FakeClock, openFakeClock } from "../fake-clock.ts";
import { handlerClient } from "../metadata-cases/simulated-client.ts";

/** What an agent saw of a scripted workload: what every output is handed, as it comes out of the buffer. */
export interface Watched {
  readonly place: Place;
  readonly deliveries: readonly Delivery[];
  /** Milliseconds since the epoch. */
  readonly startedMs: number;
}

export interface WatchOptions {
  readonly shape: ShapeName;
  readonly form: Form;
  readonly tasks: readonly TaskPlan[];
  /** When the workload began; a fixed moment when left out. */
  readonly startedMs?: number;
  /** How often the agent looks, ten seconds apart; three times when left out. */
  readonly collections?: number;
}

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const origin = "http://169.254.170.2";
/** Of a minute of life, and so that readings of all containers lie between two collections. */
export const ageMs = 65_000;
export const intervalMs = 10_000;

/** The real agent, wired as the program wires it, beside a simulated endpoint; time is the test's. */
export interface Scene {
  readonly agent: Agent;
  readonly clock: FakeClock;
  readonly codec: Codec;
  readonly startedMs: number;
  /** Every input looks once. */
  collect(): Promise<Snapshot>;
}

export interface SceneOptions extends WatchOptions {
  /** Sections of the outputs that are on. */
  readonly outputs?: Readonly<Record<string, object>>;
  /** For everything but the endpoint; nobody listens when left out. */
  readonly http?: HttpClient;
}

export const openScene = async (options: SceneOptions): Promise<Scene> => {
  const { shape: name, form, tasks, startedMs = Date.UTC(2026, 0, 1, 12), outputs = {} } = options;
  const clock = openFakeClock({ nowMs: startedMs + ageMs });
  const shape = shapes[name];
  const scripts = tasks.map((plan, index) => ({ shape, plan, index, startedAtMs: startedMs, seed: "agreement" }));
  const daemon = { shape, plan: daemonPlan, index: tasks.length, startedAtMs: startedMs, seed: "agreement" };
  const source = scriptedSource(shape.managedDaemon ? [...scripts, { ...daemon, isDaemon: true }] : scripts);
  const own = source.count - 1;
  const container = addressesOf(source, origin, clock.now())[own]?.containers.at(-1);
  if (container === undefined) throw new Error("a workload needs a container");

  const environment = environmentOf(source.moment(own, clock.now()), container);
  const metadata = handlerClient(endpoint({ source, clock, faults: faultBoard(clock), limit: "off" }), clock);
  const { http: others = metadata } = options;
  const http: HttpClient = {
    ...others,
    request: (request) => (request.url.startsWith(origin) ? metadata : others).request(request),
  };
  const services = { ...nodeServices(), clock, http, environment };
  const { settings, problems } = await loadSettings({
    environment,
    files: services.files,
    // Apps have scenes of their own (apps/): the input that reads them waits by the clock, which stands still here.
    overrides: {
      intervalMs,
      form,
      inputs: { "docker-engine": { enabled: "off" }, "app-metrics": { enabled: "off" } },
      outputs,
    },
  });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const place = placeOf({ environment, dockerSocketExists: false, form });
  const agent = compose({ settings, place, services, log: silent });
  return {
    agent,
    clock,
    codec: services.codec,
    startedMs,
    collect: async () => {
      await Promise.all(agent.runners.map((runner) => runner.collect()));
      agent.snapshots.publish();
      return agent.snapshots.current();
    },
  };
};

export const watch = async (options: WatchOptions): Promise<Watched> => {
  const { agent, clock, codec, startedMs, collect } = await openScene(options);
  const deliveries: Delivery[] = [];
  for (let collected = 0; collected < (options.collections ?? 3); collected += 1) {
    if (collected > 0) await clock.advance(intervalMs);
    const snapshot = await collect();
    const delivery = decodeDelivery(encodeDelivery({ kind: "snapshot", snapshot }, codec), codec);
    if (delivery === undefined) throw new Error("a snapshot does not survive the buffer");
    deliveries.push(delivery);
  }
  return { place: agent.place, deliveries, startedMs };
};
