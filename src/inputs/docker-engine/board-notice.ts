import type { LaunchType } from "../../model/identity.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ContainerBoard } from "../../ports/container-board.ts";
import { type AddressesOfTask, boardContainers } from "./board-sheet.ts";
import type { EngineAnswer } from "./client.ts";
import type { ContainerEvent } from "./container-event.ts";
import { identify } from "./identities.ts";
import type { Settings } from "./inspection.ts";
import type { ListedContainer } from "./listing.ts";
import type { TaskFacts } from "./task-metadata/task-facts.ts";

/** Keeps the board as new as the engine's events. */
export interface BoardNotice {
  /** Puts up what a list told. @param askedAtMs when the list was asked for, by the clock that only grows */
  tell(listed: readonly ListedContainer[], askedAtMs: number): void;
  hear(event: ContainerEvent): void;
  /** Anything may have moved unseen. */
  doubt(): void;
  /** Ends what is under way. */
  stop(): Promise<void>;
}

export interface BoardNoticeOptions {
  readonly board: ContainerBoard;
  readonly clock: Clock;
  readonly list: (signal: AbortSignal) => Promise<EngineAnswer<readonly ListedContainer[]>>;
  readonly settingsOf: (id: string) => Settings | undefined;
  readonly addressesOf: AddressesOfTask;
  readonly factsOf: (arn: string) => TaskFacts | undefined;
  readonly launchType: LaunchType | undefined;
}

const source = "docker-engine";

/** After these a container is where it was not, or is not where it was. */
const moves: ReadonlySet<string> = new Set(["start", "die", "destroy", "rename"]);
const ends: ReadonlySet<string> = new Set(["die", "destroy"]);

/** Containers that start and die all the time: the engine lists no more often than this, and rests four times as long as it worked. */
const shortestRestMs = 200;
const longestRestMs = 700;

export const openBoardNotice = (options: BoardNoticeOptions): BoardNotice => {
  const { board, clock, list, settingsOf, addressesOf, factsOf, launchType } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let newestMs = Number.NEGATIVE_INFINITY;
  /** Something moved since the last list was asked for. */
  let moved = false;
  let following: Promise<void> | undefined;

  const tell: BoardNotice["tell"] = (listed, askedAtMs) => {
    if (askedAtMs < newestMs) return;
    newestMs = askedAtMs;
    const containers = boardContainers(listed, identify({ listed, settingsOf, launchType, factsOf }), addressesOf);
    const asOfMs = clock.now() - (clock.monotonic() - askedAtMs);
    board.publish(source, { vantage: "machine", containers, asOfMs });
  };

  const look = async (): Promise<boolean> => {
    const askedAtMs = clock.monotonic();
    const answer = await list(signal);
    if (!answer.ok || signal.aborted) return false;
    tell(answer.value, askedAtMs);
    return true;
  };

  const follow = async (): Promise<void> => {
    while (moved && !signal.aborted) {
      moved = false;
      const beganMs = clock.monotonic();
      await look();
      const tookMs = clock.monotonic() - beganMs;
      await clock.sleep(Math.min(longestRestMs, Math.max(shortestRestMs, 4 * tookMs)), signal);
    }
    following = undefined;
  };

  /** At once, before the engine has been asked: nobody is to go where it was. */
  const takeDown = (id: string): void => {
    const sheet = board.sheets().get(source);
    if (sheet === undefined) return;
    const containers = sheet.containers.filter(({ container }) => container.id !== id);
    if (containers.length < sheet.containers.length) board.publish(source, { ...sheet, containers });
  };

  const pursue = (): void => {
    moved = true;
    following ??= follow();
  };

  board.offer(source, look);
  return {
    tell,
    doubt: () => {
      if (board.isRead()) pursue();
    },
    hear: ({ id, action }) => {
      if (!board.isRead() || !moves.has(action)) return;
      if (ends.has(action)) takeDown(id);
      pursue();
    },
    stop: async () => {
      stopping.abort();
      await following;
    },
  };
};
