import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { AppsReport } from "../../../src/web/api/contract.ts";
import { read } from "../live/read.ts";
import { addTold } from "./app-track.ts";
import { type KeptTracks, openKeptTracks } from "./kept-tracks.ts";

const soonestMs = 2000;
const latestMs = 10_000;

const tracks = openKeptTracks();

/** When the agent is asked again: twice in the time between two of its collections. */
export const pauseMs = (everyMs: number): number => Math.min(latestMs, Math.max(soonestMs, everyMs / 2));

export interface Told {
  readonly report: AppsReport;
  /** By this browser's clock. */
  readonly receivedMs: number;
}

export interface AppsFeed {
  /** The last that came stays when the agent does not answer. */
  readonly told: Signal<Told | undefined>;
  /** Why there was no answer; empty: there was one. */
  readonly error: Signal<string>;
  readonly tracks: KeptTracks;
}

const ask = async (key: string, { told, error }: AppsFeed, stop: AbortSignal): Promise<void> => {
  const answer = await read<AppsReport>(`api/apps?key=${encodeURIComponent(key)}`, stop);
  if (stop.aborted) return;
  error.value = answer.ok ? "" : answer.error;
  if (!answer.ok) return;
  for (const target of answer.body.targets) addTold(tracks.of(target.key), target);
  tracks.tidy();
  told.value = { report: answer.body, receivedMs: Date.now() };
};

/** Asks again and again while the component is there and somebody looks, and remembers what was told. */
export const useApps = (key: string): AppsFeed => {
  const feed = useMemo<AppsFeed>(() => ({ told: signal(undefined), error: signal(""), tracks }), [key]);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async (): Promise<void> => {
      if (!document.hidden) await ask(key, feed, stop.signal);
      if (!stop.signal.aborted) timer = setTimeout(again, pauseMs(feed.told.peek()?.report.everyMs ?? latestMs));
    };
    void again();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [key]);
  return feed;
};
