import type { Clock } from "../../ports/clock.ts";
import type { Mark } from "./mark.ts";
import { createPlace, cursorOf, type Place, restorePlace } from "./place.ts";
import type { Cursor, Store } from "./store.ts";

/** Every reader's place, those included that only an earlier run knew. */
export interface Places {
  all(): Iterable<Place>;
  get(name: string): Place | undefined;
  /** A new reader, who begins here. */
  add(name: string, here: Mark): Place;
  /** Keeps where the reader is; false when that failed. */
  save(place: Place, how: "durable" | "usual"): Promise<boolean>;
  /** Gives the reader up. */
  remove(place: Place): Promise<void>;
}

/** A reader that an earlier run knew. */
export interface FoundReader {
  readonly key: string;
  readonly name: string;
  readonly cursor: Cursor;
}

export const createPlaces = (found: readonly FoundReader[], store: Store, clock: Clock): Places => {
  const places = new Map(found.map(({ key, name, cursor }) => [key, restorePlace(name, cursor)]));
  const turns = new Map<string, Promise<unknown>>();

  /** One call for each cursor at a time: an older place must not be written over a newer one. */
  const inTurn = <Result>(key: string, act: () => Promise<Result>): Promise<Result> => {
    const turn = (turns.get(key) ?? Promise.resolve()).then(act);
    turns.set(key, turn);
    return turn;
  };

  const save = (place: Place, how: "durable" | "usual"): Promise<boolean> => {
    const key = store.key(place.name);
    return inTurn(key, async () => {
      const cursor = cursorOf(place);
      const { sequence } = cursor.here;
      const { records } = cursor.inDoubt;
      if (place.gone || (place.savedSequence === sequence && place.savedInDoubt === records)) return true;
      const saved = await store.saveCursor(key, cursor, how);
      if (saved === "durable") {
        place.savedSequence = sequence;
        place.savedInDoubt = records;
      }
      if (saved !== "not") place.known = true;
      return saved !== "not";
    });
  };

  return {
    all: () => places.values(),
    get: (name) => places.get(store.key(name)),
    add: (name, here) => {
      const place = createPlace(name, here, clock.now());
      places.set(store.key(name), place);
      return place;
    },
    save,
    remove: async (place) => {
      const key = store.key(place.name);
      place.gone = true;
      places.delete(key);
      await inTurn(key, () => store.removeCursor(key));
    },
  };
};
