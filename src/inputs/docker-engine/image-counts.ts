import type { Recorder } from "../../ports/recorder.ts";

/** Whether a container counts as running: as the Docker agent of old counted, paused and restarting ones do. */
const runs = (state: string): boolean => ["running", "paused", "restarting"].includes(state);

/** Counts the containers of each image; an image that has only stopped ones has 0 running. */
export const recordImageCounts = (
  to: Recorder,
  containers: Iterable<{ readonly image: string | undefined; readonly state: string }>,
): void => {
  const counts = new Map<string, { running: number; stopped: number }>();
  for (const { image, state } of containers) {
    if (image === undefined) continue;
    const count = counts.get(image) ?? { running: 0, stopped: 0 };
    count[runs(state) ? "running" : "stopped"] += 1;
    counts.set(image, count);
  }
  for (const [image, { running, stopped }] of counts) {
    const recorder = to.image(image);
    recorder.record("docker.containers.running", running);
    recorder.record("docker.containers.stopped", stopped);
  }
};
