import { networkPartner } from "./internal-containers.ts";
import type { Life } from "./life.ts";
import type { Sample } from "./moment.ts";
import type { ContainerPlan } from "./plan.ts";
import { loadOf, scriptedTraffic } from "./scripted-usage.ts";
import type { Shape } from "./shapes/shape.ts";
import { type InterfaceReading, networkOf, noTraffic, plus } from "./traffic.ts";

/** Agents on EC2 read an awsvpc interface on a beat of their own, every 10 s. */
const interfaceBeatMs = 10_000;

interface NetworkWorld {
  readonly shape: Shape;
  readonly containers: readonly ContainerPlan[];
  readonly startedAtMs: number;
  life(container: ContainerPlan, ms: number): Life;
}

/** The network part of a container's reading at `readMs`, the reading before it being at `beforeMs`. */
export const scriptedNetwork = (world: NetworkWorld) => {
  const { shape, containers, startedAtMs, life } = world;

  const own = (container: ContainerPlan, atMs: number): InterfaceReading => {
    const partner = networkPartner(container.name);
    const owner = containers.find(({ name }) => name === partner) ?? container;
    return { atMs, counters: scriptedTraffic(loadOf(owner), life(owner, atMs).countedMs) };
  };
  /** The task's interface outlives its containers: it counts whatever any of them ever moved. */
  const taskWide = (atMs: number): InterfaceReading => ({
    atMs,
    counters: containers.map((c) => scriptedTraffic(loadOf(c), life(c, atMs).ranMs)).reduce(plus, noTraffic),
  });

  return (
    container: ContainerPlan,
    readMs: number,
    beforeMs: number | undefined,
  ): Pick<Sample, "network" | "networkRate"> => {
    if (shape.networkMode === "bridge") {
      return networkOf(own(container, readMs), beforeMs === undefined ? undefined : own(container, beforeMs));
    }
    if (shape.networkMode !== "awsvpc") return {};
    if (shape.launchType !== "EC2") {
      return networkOf(taskWide(readMs), beforeMs === undefined ? undefined : taskWide(beforeMs));
    }
    const beatMs = Math.floor(readMs / interfaceBeatMs) * interfaceBeatMs;
    const earlierMs = beatMs - interfaceBeatMs;
    return networkOf(
      taskWide(Math.max(startedAtMs, beatMs)),
      earlierMs < startedAtMs ? undefined : taskWide(earlierMs),
    );
  };
};
