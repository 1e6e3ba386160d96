import type { Page } from "playwright-core";
import { z } from "zod";

/** Complete events have a duration; `tdur` is the part of it that the thread was on a CPU. Microseconds. */
const traceEvent = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number().default(0),
  dur: z.number().default(0),
  tdur: z.number().optional(),
  args: z.unknown(),
});

type TraceEvent = z.infer<typeof traceEvent>;

const trace = z.object({ traceEvents: z.array(traceEvent) });
const started = z.object({ data: z.object({ frames: z.array(z.object({ url: z.string(), processId: z.number() })) }) });
const threadName = z.object({ name: z.string() });

/** What the thread that runs the page's script, lays out and paints did without a pause. Milliseconds. */
export interface MainThreadTask {
  readonly startMs: number;
  readonly lastedMs: number;
  /** On a CPU; less than it lasted where the machine gave the CPU to somebody else. */
  readonly cpuMs: number;
  /** The longest parts, garbage collection among them: `FireAnimationFrame 12.3, Layout 3.1`. */
  readonly parts: string;
}

export interface MainThread {
  readonly tasks: readonly MainThreadTask[];
  /** Frames that script of the page ran for. */
  readonly frames: number;
}

const partsOf = (inside: readonly TraceEvent[]): string => {
  const longest = new Map<string, number>();
  // V8's own parts of a script or of a garbage collection say it again.
  for (const { name, dur, tdur = dur } of inside.filter((event) => !/^v8\./i.test(event.name)))
    longest.set(name, (longest.get(name) ?? 0) + tdur / 1000);
  return [...longest]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6)
    .map(([name, ms]) => `${name} ${ms.toFixed(1)}`)
    .join(", ");
};

const mainThreadOf = (events: readonly TraceEvent[], url: string): MainThread => {
  const frames = events.flatMap(({ name, args }) =>
    name === "TracingStartedInBrowser" ? started.parse(args).data.frames : [],
  );
  const process = frames.find((frame) => frame.url.startsWith(url))?.processId;
  const thread = events.find(
    ({ name, pid, args }) =>
      name === "thread_name" && pid === process && threadName.parse(args).name === "CrRendererMain",
  )?.tid;
  if (thread === undefined) throw new Error(`The trace has no main thread of ${url}.`);
  const own = events
    .filter(({ pid, tid, ph }) => pid === process && tid === thread && ph === "X")
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  const tasks = own.filter(({ name }) => name === "RunTask");
  const [{ ts: firstTs } = { ts: 0 }] = tasks;
  return {
    frames: own.filter(({ name }) => name === "FireAnimationFrame").length,
    tasks: tasks.map(({ ts, dur, tdur = dur }) => ({
      startMs: (ts - firstTs) / 1000,
      lastedMs: dur / 1000,
      cpuMs: tdur / 1000,
      parts:
        dur < 20_000
          ? ""
          : partsOf(own.filter((event) => event.name !== "RunTask" && event.ts >= ts && event.ts < ts + dur)),
    })),
  };
};

const categories = ["devtools.timeline", "disabled-by-default-devtools.timeline", "v8", "__metadata"];

/** Records what the page's main thread does while `act` runs. */
export const recordMainThread = async (page: Page, act: () => Promise<void>): Promise<MainThread> => {
  const browser = page.context().browser();
  if (browser === null) throw new Error("The page has no browser to record.");
  await browser.startTracing(page, { categories });
  await act();
  const bytes = await browser.stopTracing();
  const { traceEvents } = trace.parse(JSON.parse(bytes.toString("utf8")));
  return mainThreadOf(traceEvents, page.url());
};
