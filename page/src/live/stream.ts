import type { DeltaEvent, PointsEvent, TableEvent } from "../../../src/web/api/contract.ts";
import { retryDelayMs, staleAfterMs } from "./connection.ts";
import type { Live } from "./live.ts";

/** As much of an EventSource as is used here. */
export interface Source {
  /** `lost`: it tries again by itself; `closed`: it doesn't. */
  onError(listener: (how: "lost" | "closed") => void): void;
  on(event: string, listener: (text: string) => void): void;
  close(): void;
}

export interface StreamDeps {
  open(url: string): Source;
  nowMs(): number;
  /** Returns how to call it off. */
  later(delayMs: number, run: () => void): () => void;
  random(): number;
  /** Why the agent does not let us in, in its words; empty when it does not answer or does let us in. */
  refusal(): Promise<string>;
}

export interface Stream {
  /** Asks for `points` of these keys as well; returns how to stop. */
  watch(key: string): () => void;
  /** Tries at once what would be tried later. */
  hurry(): void;
  close(): void;
}

const decode = <T>(text: string): T => JSON.parse(text);

/** Keeps the connection to api/live and hands its events to `live`. Relative: works below any path. */
export const openStream = (live: Live, deps: StreamDeps): Stream => {
  const watched = new Map<string, number>();
  let source: Source | undefined;
  let lastEventMs = deps.nowMs();
  let tries = 0;
  let cancelRetry = (): void => {};
  let cancelRewatch = (): void => {};
  let closed = false;

  const url = (): string => {
    const query = [...watched.keys()].map((key) => `watch=${encodeURIComponent(key)}`).join("&");
    return query === "" ? "api/live" : `api/live?${query}`;
  };

  const heard = (): void => {
    lastEventMs = deps.nowMs();
    tries = 0;
    if (live.connection.value.state !== "live") live.connection.value = { state: "live" };
  };

  const gone = (): void => {
    const { state } = live.connection.value;
    if (state !== "gone" && state !== "refused") live.connection.value = { state: "gone", sinceMs: lastEventMs };
  };

  const retry = (): void => {
    cancelRetry();
    cancelRetry = deps.later(retryDelayMs(tries, deps.random()), connect);
    tries += 1;
  };

  const explain = async (): Promise<void> => {
    const reason = await deps.refusal();
    const { state } = live.connection.value;
    if (reason !== "" && state === "gone") live.connection.value = { state: "refused", reason };
    if (reason === "" && state === "refused") live.connection.value = { state: "gone", sinceMs: lastEventMs };
  };

  const connect = (): void => {
    cancelRetry();
    source?.close();
    if (closed) return;
    const mine = deps.open(url());
    source = mine;
    const on = <T>(event: string, apply: (body: T) => void): void =>
      mine.on(event, (text) => {
        if (source !== mine) return;
        heard();
        apply(decode<T>(text));
      });
    on<TableEvent>("table", live.applyTable);
    on<DeltaEvent>("delta", live.applyDelta);
    on<PointsEvent>("points", live.applyPoints);
    mine.onError((how) => {
      if (source !== mine) return;
      gone();
      if (how === "lost") return;
      retry();
      void explain();
    });
  };

  const look = (): void => {
    if (closed) return;
    const limitMs = staleAfterMs(live.pace.value?.intervalMs ?? 10_000);
    const silentMs = deps.nowMs() - lastEventMs;
    const { state } = live.connection.value;
    if (state === "live" && silentMs > limitMs) live.connection.value = { state: "stale", sinceMs: lastEventMs };
    // A connection may be dead without a word: after a machine's sleep, behind some proxies.
    if (state === "stale" && silentMs > limitMs + 15_000 * (tries + 1)) {
      tries += 1;
      connect();
    }
    deps.later(1000, look);
  };

  connect();
  deps.later(1000, look);

  const rewatch = (): void => {
    cancelRewatch();
    cancelRewatch = deps.later(0, connect);
  };

  return {
    watch: (key) => {
      const before = watched.get(key) ?? 0;
      watched.set(key, before + 1);
      if (before === 0) rewatch();
      return () => {
        const left = (watched.get(key) ?? 0) - 1;
        if (left > 0) watched.set(key, left);
        else if (watched.delete(key)) rewatch();
      };
    },
    hurry: () => {
      if (live.connection.value.state !== "live") connect();
    },
    close: () => {
      closed = true;
      cancelRetry();
      cancelRewatch();
      source?.close();
    },
  };
};
