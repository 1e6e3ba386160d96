import type { Snapshot } from "../model/snapshot.ts";
import type { BufferReader, RecordBuffer, WhenFull } from "../ports/buffer.ts";
import type { Clock } from "../ports/clock.ts";
import type { Codec } from "../ports/codec.ts";
import type { OutputHealth } from "../ports/output-health.ts";
import type { DeliveryOutcome, PushLimits, PushOutput } from "../ports/push-output.ts";
import type { Problem } from "../problems/problem.ts";
import type { Attempt } from "./attempt.ts";
import { type Books, enterReturned, openBooks } from "./books.ts";
import { openCadence } from "./cadence.ts";
import { crashProblem, openCalls } from "./calls.ts";
import { createCircuit, watched } from "./circuit.ts";
import type { Closing } from "./closing.ts";
import { counted } from "./counted.ts";
import { openEncoding } from "./encoding.ts";
import { healthOf } from "./health.ts";
import { openLosses } from "./losses.ts";
import { paced } from "./pace.ts";
import { openPatience } from "./patience.ts";
import { openPreparation } from "./preparation.ts";
import { openRound } from "./round.ts";
import { longestAgeMs } from "./route-limits.ts";
import { openSelection } from "./selection.ts";
import { runSender } from "./sender.ts";
import { createSizes } from "./sizes.ts";
import { openSupply } from "./supply.ts";
import { openTries } from "./tries.ts";
import { openTroubles, told } from "./troubles.ts";

/** A push output that is on. */
export interface DeliveryOutput {
  /** As configured; its place in the buffer is kept under it. */
  readonly name: string;
  readonly output: PushOutput;
  readonly limits: PushLimits;
  /** `drop-oldest` when left out: nobody waits for an output. With `block`, a full buffer takes nothing new for anybody. */
  readonly whenFull?: WhenFull | undefined;
}

export interface OutputDeliveryOptions extends DeliveryOutput {
  readonly buffer: RecordBuffer;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly random: () => number;
  readonly closing: Closing;
  readonly latest: () => Snapshot | undefined;
  readonly fillBytesPerSecond: () => number | undefined;
  /** Of the one that had this name before, and has ended. */
  readonly books?: Books | undefined;
}

/** Everything between the buffer and one output. */
export interface OutputDelivery {
  readonly name: string;
  readonly books: Books;
  readonly reader: BufferReader;
  /** Delivers until the end. Never rejects. */
  run(): Promise<void>;
  /** The output's last words. Undefined when it has none. */
  conclude(): Promise<DeliveryOutcome | undefined>;
  health(): OutputHealth;
  problems(): readonly Problem[];
}

const usualTimeoutMs = 30_000;
/** After a defect of the chain itself. */
const restartMs = 60_000;

/** The chain, from the inside out: call, time-out, count, circuit, pace; encode, split; route by route; again. */
export const openOutputDelivery = (options: OutputDeliveryOptions): OutputDelivery => {
  const { name, output, limits, buffer, codec, clock, random, closing } = options;
  const books = options.books ?? openBooks();
  enterReturned(books);
  const troubles = openTroubles(clock);
  const circuit = createCircuit();
  const sizes = createSizes(limits);
  const reader = buffer.reader(name, {
    whenFull: options.whenFull ?? "drop-oldest",
    maxAgeMs: longestAgeMs(limits),
  });
  const losses = openLosses(name, books, reader, troubles);

  const calls = openCalls({ name, clock, timeoutMs: limits.timeoutMs ?? usualTimeoutMs });
  const call: Attempt = (payload, signal) => calls.make((deadline) => output.deliver(payload, deadline), signal);
  const request = told(watched(counted(call, books), circuit), troubles, circuit);
  const attempt = paced(request, clock, limits.maxRequestsPerSecond);
  const send = openTries({
    name,
    attempt,
    encode: openEncoding(name, output, sizes),
    sizes,
    books,
    troubles,
    clock,
  });

  const parts = {
    reader,
    supply: openSupply(reader, clock, closing, limits.selectBytes),
    cadence: openCadence(clock, limits.cadenceMs, random()),
    preparation: openPreparation({ output, calls, troubles, clock, random, latest: options.latest }),
    selection: openSelection({ name, output, codec, books, troubles, apps: limits.apps }),
    round: openRound({ send, circuit, sizes, limits, books, clock, closing }),
    patience: openPatience({ clock, random, closing }),
    circuit,
    books,
    clock,
    closing,
  };

  const run = async (): Promise<void> => {
    for (;;) {
      try {
        await runSender(parts);
        return;
      } catch (thrown) {
        troubles.lost(crashProblem(name, thrown));
        enterReturned(books);
        await clock.sleep(restartMs, closing.hurry);
        if (closing.hurry.aborted) return;
      }
    }
  };

  const conclude = async (): Promise<DeliveryOutcome | undefined> => {
    const { conclude: lastWords } = output;
    if (lastWords === undefined || closing.stop.aborted) return undefined;
    return calls.make((deadline) => lastWords.call(output, deadline), closing.stop);
  };

  const problems = (): readonly Problem[] => {
    losses.look();
    return troubles.standing();
  };

  return {
    name,
    books,
    reader,
    run,
    conclude,
    problems,
    health: () =>
      healthOf({
        name,
        books,
        reader,
        circuit: circuit.state(),
        problems: problems(),
        nowMs: clock.now(),
        maxAgeMs: limits.maxAgeMs,
        maxBytes: buffer.state().maxBytes,
        fillBytesPerSecond: options.fillBytesPerSecond(),
      }),
  };
};
