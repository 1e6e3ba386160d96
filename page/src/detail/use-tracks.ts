import { type Signal, signal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { HappeningNote, History } from "../../../src/web/api/contract.ts";
import { live, watch } from "../live/here.ts";
import { read } from "../live/read.ts";
import { addPoints, emptyTrack, type Track, withHistory } from "./track.ts";

export interface Tracks {
  /** Changes once a frame at the most, when there is something new. */
  readonly beat: Signal<number>;
  /** Why the agent gave no history for a key; empty: it did. */
  readonly error: Signal<string>;
  readonly happenings: Signal<readonly HappeningNote[]>;
  of(key: string): Track;
}

interface OpenTracks extends Tracks {
  load(keys: readonly string[]): Promise<void>;
  follow(keys: readonly string[]): () => void;
}

const createTracks = (): OpenTracks => {
  const beat = signal(0);
  const error = signal("");
  const happenings = signal<readonly HappeningNote[]>([]);
  const tracks = new Map<string, Track>();
  let framed = false;

  const showSoon = (): void => {
    if (framed) return;
    framed = true;
    requestAnimationFrame(() => {
      framed = false;
      beat.value += 1;
    });
  };

  const of = (key: string): Track => {
    const track = tracks.get(key) ?? emptyTrack();
    tracks.set(key, track);
    return track;
  };

  return {
    beat,
    error,
    happenings,
    of,
    load: async (keys) => {
      const answers = await Promise.all(keys.map((key) => read<History>(`api/history?key=${encodeURIComponent(key)}`)));
      answers.forEach((answer, i) => {
        const key = keys[i] ?? "";
        if (answer.ok) tracks.set(key, withHistory(of(key), answer.body));
        // The first key's history tells the happenings of all of them.
        if (i > 0) return;
        error.value = answer.ok ? "" : answer.error;
        if (answer.ok) happenings.value = answer.body.happenings;
      });
      showSoon();
    },
    follow: (keys) => {
      const wanted = new Set(keys);
      const stops = keys.map(watch);
      const stopListening = live.onPoints((event) => {
        if (!wanted.has(event.key)) return;
        addPoints(of(event.key), event);
        showSoon();
      });
      return () => {
        stopListening();
        for (const stop of stops) stop();
      };
    },
  };
};

/** History and live points of these keys, as long as the component is there; history again after every reconnection. */
export const useTracks = (keys: readonly string[]): Tracks => {
  const tracks = useMemo(createTracks, []);
  // The same keys in another array are no change.
  const names = keys.join(" ");
  useEffect(() => {
    void tracks.load(keys);
    return tracks.follow(keys);
  }, [names]);
  useSignalEffect(() => {
    if (live.connection.value.state === "live" && tracks.beat.peek() > 0) void tracks.load(names.split(" "));
  });
  return tracks;
};
