import type { Clock } from "../../ports/clock.ts";
import { networkPartner } from "../internal-containers.ts";
import type { Shape } from "../shapes/shape.ts";
import { type InterfaceReading, noTraffic, plus } from "../traffic.ts";
import type { LiveContainer } from "./live-container.ts";

/** Agents on EC2 read an awsvpc interface on a beat of their own. */
const interfaceBeatMs = 10_000;

/** Who sees which counters: a container its own in bridge mode, everybody the task's in awsvpc. */
export const liveInterfaces = (shape: Shape, clock: Clock, containers: () => readonly LiveContainer[]) => {
  const own = async (name: string): Promise<InterfaceReading> => {
    const partner = networkPartner(name);
    const traffic = await containers()
      .find(({ plan }) => plan.name === partner)
      ?.traffic();
    return { atMs: clock.now(), counters: traffic?.counted };
  };
  /** Unknown as a whole when one container cannot tell: a part of the sum would look like a step back. */
  const taskWide = async (): Promise<InterfaceReading> => {
    const all = await Promise.all(containers().map((container) => container.traffic()));
    const known = all.filter((traffic) => traffic !== undefined);
    const counters = known.length < all.length ? undefined : known.map(({ ever }) => ever).reduce(plus, noTraffic);
    return { atMs: clock.now(), counters };
  };
  let beat: { readonly atMs: number; readonly reading: Promise<InterfaceReading> } | undefined;
  const onBeat = (): Promise<InterfaceReading> => {
    const nowMs = clock.now();
    if (beat === undefined || nowMs - beat.atMs >= interfaceBeatMs) beat = { atMs: nowMs, reading: taskWide() };
    return beat.reading;
  };
  return async (name: string): Promise<InterfaceReading | undefined> => {
    if (shape.networkMode === "bridge") return own(name);
    if (shape.networkMode !== "awsvpc") return undefined;
    return shape.launchType === "EC2" ? onBeat() : taskWide();
  };
};
