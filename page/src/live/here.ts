import { createLive } from "./live.ts";
import { read } from "./read.ts";
import { openStream, type Source, type Stream } from "./stream.ts";

/** The agent that this page came from. */
export const live = createLive({ frame: (run) => requestAnimationFrame(run), nowMs: () => Date.now() });

const sourceOf = (url: string): Source => {
  const source = new EventSource(url);
  return {
    onError: (listener) =>
      source.addEventListener("error", () => listener(source.readyState === EventSource.CLOSED ? "closed" : "lost")),
    on: (event, listener) => source.addEventListener(event, ({ data }: MessageEvent<string>) => listener(data)),
    close: () => source.close(),
  };
};

let stream: Stream | undefined;

export const connectHere = (): void => {
  stream = openStream(live, {
    open: sourceOf,
    nowMs: () => Date.now(),
    later: (delayMs, run) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    refusal: async () => {
      const answer = await read("api/agent");
      return !answer.ok && answer.status > 0 ? answer.error : "";
    },
  });
  const hurry = (): void => stream?.hurry();
  addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) hurry();
  });
};

/** Asks the agent for the newest points of this task or container (`live.onPoints`); returns how to stop. @public */
export const watch = (key: string): (() => void) => stream?.watch(key) ?? (() => {});
