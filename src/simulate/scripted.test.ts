import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PastEvent } from "./life.ts";
import type { Load, TaskPlan } from "./plan.ts";
import { scriptedMoment } from "./scripted.ts";
import { defaultLoad, scriptedUsage } from "./scripted-usage.ts";
import { jsonText } from "./shapes/json-text.ts";
import { type Shape, shapes } from "./shapes/shape.ts";
import { containerStats } from "./shapes/stats.ts";

const startedAtMs = Date.UTC(2026, 0, 5, 12);
const load: Partial<Load> = {
  cpuNsPerMs: 100_000,
  rxBytesPerMs: 7,
  txBytesPerMs: 11,
  readBytesPerMs: 3,
  writeBytesPerMs: 5,
};
const plan: TaskPlan = {
  family: "shop",
  containers: [
    { name: "web", load },
    { name: "worker", load: { ...load, rxBytesPerMs: 1 }, startsAfterMs: 250, essential: false },
  ],
};

interface At {
  readonly shape?: Shape;
  readonly events?: readonly PastEvent[];
  readonly of?: TaskPlan;
}

const momentAt = (afterMs: number, { shape = shapes.fargate, events = [], of = plan }: At = {}) =>
  scriptedMoment({ shape, plan: of, startedAtMs, events }, startedAtMs + afterMs);

const containerAt = (afterMs: number, name: string, at: At = {}) => {
  const container = momentAt(afterMs, at).containers.find((one) => one.plan.name === name);
  if (container === undefined) throw new Error(`no container ${name}`);
  return container;
};

/** When the newest reading and the one before were, after the start. */
const readingsAt = (afterMs: number, name: string, at: At = {}) => {
  const { sample, previous } = containerAt(afterMs, name, at);
  return [sample, previous].map((one) => one && one.readMs - startedAtMs);
};

describe("the exact usage of a load", () => {
  test("counters are rate times time, memory grows and is freed", () => {
    const growing: Load = { ...defaultLoad, ...load, anonBytes: 1_000, growBytesPerMs: 2, growCycleMs: 10_000 };
    expect(scriptedUsage(growing, 12_500)).toEqual({
      cpuNs: 1_250_000_000,
      cpuKernelNs: 312_500_000,
      memory: {
        anonBytes: 1_000 + 2 * 2_500,
        fileBytes: 25_165_824,
        inactiveFileBytes: 8_388_608,
        peakBytes: 1_000 + 25_165_824 + 2 * 10_000,
        pageFaults: 9_125,
        majorPageFaults: 12,
      },
      disk: { readBytes: 37_500, writeBytes: 62_500, operations: { reads: 3, writes: 4 } },
      traffic: { rxBytes: 87_500, rxPackets: 88, txBytes: 137_500, txPackets: 138 },
      processes: 4,
    });
  });

  test("no counter ever goes back while time goes on", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(10_000), (ms, more) => {
        const [before, after] = [scriptedUsage(defaultLoad, ms), scriptedUsage(defaultLoad, ms + more)];
        expect(after.cpuNs).toBeGreaterThanOrEqual(before.cpuNs);
        expect(after.cpuKernelNs).toBeGreaterThanOrEqual(before.cpuKernelNs);
        expect(after.disk?.writeBytes).toBeGreaterThanOrEqual(before.disk?.writeBytes ?? 0);
        expect(after.traffic?.txPackets).toBeGreaterThanOrEqual(before.traffic?.txPackets ?? 0);
      }),
    );
  });
});

describe("readings", () => {
  test("Fargate: the first a second after the start, then every ten; each container at its own times", () => {
    expect(readingsAt(999, "web")).toEqual([undefined, undefined]);
    expect(readingsAt(1_000, "web")).toEqual([1_000, undefined]);
    expect(readingsAt(10_999, "web")).toEqual([1_000, undefined]);
    expect(readingsAt(11_000, "web")).toEqual([11_000, 1_000]);
    expect(readingsAt(25_000, "web")).toEqual([21_000, 11_000]);
    expect(readingsAt(25_000, "worker")).toEqual([21_250, 11_250]);
  });

  test("EC2: every second", () => {
    expect(readingsAt(25_000, "worker", { shape: shapes["ec2-bridge"] })).toEqual([24_250, 23_250]);
  });

  test("between two readings nothing changes, though time goes on", () => {
    expect(containerAt(20_999, "web").sample).toEqual(containerAt(11_000, "web").sample);
  });

  test("a reading has the usage of its own time, exactly", () => {
    const { sample, previous } = containerAt(25_000, "worker");
    expect(sample?.usage.cpuNs).toBe(100_000 * 21_000);
    expect(previous?.usage.cpuNs).toBe(100_000 * 11_000);
    expect((sample?.host.systemCpuNs ?? 0) - (previous?.host.systemCpuNs ?? 0)).toBe(2 * 10_000 * 1_000_000);
  });
});

describe("whose network counter it is", () => {
  test("bridge: each container its own", () => {
    const at = { shape: shapes["ec2-bridge"] };
    expect(containerAt(25_000, "web", at).sample?.network?.rxBytes).toBe(7 * 25_000);
    expect(containerAt(25_000, "worker", at).sample?.network?.rxBytes).toBe(24_000);
  });

  test("Fargate: the task's on every container, at each container's own reading", () => {
    expect(containerAt(25_000, "web").sample?.network?.rxBytes).toBe(7 * 21_000 + 20_750);
    expect(containerAt(25_000, "worker").sample?.network?.rxBytes).toBe(7 * 21_250 + 21_000);
    expect(containerAt(25_000, "web").sample?.networkRate).toEqual({ rxBytes: 8_000, txBytes: 22_000 });
  });

  test("awsvpc on EC2: the same on every container, the pause too, read every ten seconds", () => {
    const at = { shape: shapes["ec2-awsvpc"] };
    const seen = ["~internal~ecs~pause", "web", "worker"].map((name) => containerAt(27_000, name, at).sample?.network);
    expect(seen).toEqual([seen[0], seen[0], seen[0]]);
    expect(seen[0]?.rxBytes).toBe(7 * 20_000 + 19_750);
    expect(containerAt(29_999, "web", at).sample?.network).toEqual(seen[0]);
    expect(containerAt(31_000, "web", at).sample?.network).not.toEqual(seen[0]);
    expect(containerAt(27_000, "web", at).sample?.networkRate).toEqual({ rxBytes: 8_000, txBytes: 22_000 });
  });

  test("awsvpc on EC2 before agent 1.100: each value divided by the containers, pauses not counted", () => {
    const whole = momentAt(27_000, { shape: shapes["ec2-awsvpc"] });
    const divided = { ...whole, shape: { ...whole.shape, dividesNetwork: true } };
    const rx = (moment: typeof whole) =>
      moment.containers.map((one) => JSON.parse(jsonText(containerStats(moment, one, "v4"))).networks.eth0.rx_bytes);
    const [pause, web] = rx(whole);
    expect(rx(divided)).toEqual(rx(whole).map((bytes: number) => Math.floor(bytes / 2)));
    expect(pause).toBe(web);
  });

  test("host mode: none", () => {
    expect(containerAt(27_000, "web", { shape: shapes["ec2-host"] }).sample).not.toHaveProperty("network");
  });

  test("Service Connect in bridge mode: a pause container repeats its partner's", () => {
    const of: TaskPlan = { ...plan, containers: [{ name: "web", ports: [80], load }, { name: "worker" }] };
    const moment = momentAt(27_000, { shape: { ...shapes["ec2-bridge"], serviceConnect: true }, of });
    expect(moment.containers.map((one) => one.plan.name)).toEqual(["~internal~ecs~pause-web", "web", "worker"]);
    const [pause, web, worker] = moment.containers.map((one) => one.sample?.network);
    expect(pause).toEqual(web);
    expect(worker).not.toEqual(web);
  });
});

describe("what happens to containers", () => {
  const restart = (counters?: "continue" | "reset"): PastEvent => ({
    kind: "restart",
    container: "web",
    atMs: startedAtMs + 30_500,
    ...(counters === undefined ? {} : { counters }),
  });

  test("a restart moves the start and the readings; on Fargate the counters begin anew", () => {
    const events = [restart()];
    const web = containerAt(45_000, "web", { events });
    expect(web.startedAtMs).toBe(startedAtMs + 30_500);
    expect(web.restartCount).toBe(1);
    expect(readingsAt(31_600, "web", { events })).toEqual([31_500, undefined]);
    expect(web.sample?.usage.cpuNs).toBe(100_000 * 11_000);
    expect(containerAt(45_000, "worker", { events }).restartCount).toBe(0);
  });

  test("on EC2 the agent adds earlier runs up, and keeps its own last reading as the one before", () => {
    const at = { shape: shapes["ec2-bridge"], events: [restart()] };
    expect(containerAt(45_000, "web", at).sample?.usage.cpuNs).toBe(100_000 * 44_500);
    expect(readingsAt(31_600, "web", at)).toEqual([31_500, 30_000]);
    expect(containerAt(31_600, "web", at).previous?.usage.cpuNs).toBe(100_000 * 30_000);
  });

  test("which of the two can be asked for", () => {
    const ec2 = { shape: shapes["ec2-bridge"], events: [restart("reset")] };
    expect(containerAt(45_000, "web", ec2).sample?.usage.cpuNs).toBe(100_000 * 14_000);
    const fargate = { events: [restart("continue")] };
    expect(containerAt(45_000, "web", fargate).sample?.usage.cpuNs).toBe(100_000 * 41_500);
  });

  test("the task's interface goes on over restarts, resets and stops", () => {
    const events: PastEvent[] = [
      restart(),
      { kind: "counter-reset", container: "web", atMs: startedAtMs + 40_000 },
      { kind: "stop", container: "worker", atMs: startedAtMs + 40_250 },
    ];
    expect(containerAt(52_000, "web", { events }).sample?.network?.rxBytes).toBe(7 * 51_500 + 40_000);
  });

  test("a reset takes the counters back to nothing without a restart", () => {
    const events: PastEvent[] = [{ kind: "counter-reset", container: "web", atMs: startedAtMs + 15_000 }];
    const web = containerAt(25_000, "web", { events });
    expect(web.startedAtMs).toBe(startedAtMs);
    expect(web.restartCount).toBe(0);
    expect(web.sample?.usage.cpuNs).toBe(100_000 * 6_000);
    expect(web.previous?.usage.cpuNs).toBe(100_000 * 11_000);
  });

  test("a stopped container has no reading; a restart brings it back", () => {
    const stop: PastEvent = { kind: "stop", container: "web", exitCode: 3, atMs: startedAtMs + 15_000 };
    const stopped = containerAt(25_000, "web", { events: [stop] });
    expect(stopped).toMatchObject({ phase: "stopped", exitCode: 3, finishedAtMs: startedAtMs + 15_000 });
    expect(stopped).not.toHaveProperty("sample");
    const back = containerAt(45_000, "web", { events: [restart(), stop] });
    expect(back.phase).toBe("running");
    expect(back).not.toHaveProperty("exitCode");
  });

  test("nothing happens before its time, whatever the order it was told in", () => {
    const events = [restart()];
    expect(momentAt(30_499, { events })).toEqual(momentAt(30_499));
  });

  test("a stepped clock shows in the readings taken since, not in what was before", () => {
    const events: PastEvent[] = [{ kind: "clock-step", byMs: 3_600_000, atMs: startedAtMs + 15_000 }];
    const moment = momentAt(25_000, { events });
    const [web] = moment.containers;
    const stats = web && JSON.parse(jsonText(containerStats(moment, web, "v4")));
    expect(stats.read).toBe("2026-01-05T13:00:21Z");
    expect(stats.preread).toBe("2026-01-05T12:00:11Z");
  });
});
