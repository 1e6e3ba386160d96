import { type AppTrack, emptyAppTrack } from "./app-track.ts";

/** Tracks of the targets that somebody looked at last: who goes from a task to a container finds its lines again. */
export interface KeptTracks {
  /** Changed in place by who asks for it. */
  of(key: string): AppTrack;
  /** Lets those go that were asked for longest ago, but the last one, until the others have room. */
  tidy(): void;
}

/** About 16 MB. */
const figuresAtMost = 2_000_000;

const figuresIn = ({ times, families }: AppTrack): number => {
  let lines = 0;
  for (const family of families.values()) lines += family.size;
  return lines * times.length;
};

export const openKeptTracks = (atMost = figuresAtMost): KeptTracks => {
  const tracks = new Map<string, AppTrack>();
  return {
    of: (key) => {
      const track = tracks.get(key) ?? emptyAppTrack();
      tracks.delete(key);
      tracks.set(key, track);
      return track;
    },
    tidy: () => {
      let figures = [...tracks.values()].reduce((sum, track) => sum + figuresIn(track), 0);
      for (const [key, track] of tracks) {
        if (figures <= atMost || tracks.size === 1) return;
        tracks.delete(key);
        figures -= figuresIn(track);
      }
    },
  };
};
