import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { appSubjects } from "./app-subjects.ts";
import { engineSubjects } from "./engine-subjects.ts";
import { mutatedJson } from "./json-mutation.ts";
import { keptSubjects } from "./kept-subjects.ts";
import { kernelSubjects } from "./kernel-subjects.ts";
import { labelSubjects } from "./label-subjects.ts";
import { mutated } from "./mutation.ts";
import { openRandom } from "./random.ts";
import type { Subject } from "./subject.ts";

/**
 * Every parser of outside bytes, with inputs that were once whole. The same inputs in every CI run; FUZZ_INPUTS=10000000 has
 * more of them, for a night, and FUZZ_SEED others.
 */
const subjects = [...appSubjects, ...engineSubjects, ...keptSubjects, ...kernelSubjects, ...labelSubjects];
const inputs = Math.ceil(Number(process.env.FUZZ_INPUTS ?? 500_000) / subjects.length);
const seed = Number(process.env.FUZZ_SEED ?? 1);

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

const heapBytes = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

const failure = ({ name }: Subject, index: number, input: string, what: unknown): Error =>
  new Error(`${name}, seed ${seed}, input ${index}: ${JSON.stringify(input)}`, { cause: what });

/** Allowed without regard to the input: an empty reading has its counts too. */
const always = 2_000;

const run = (subject: Subject): void => {
  const random = openRandom(seed);
  const mutate = subject.form === "json" ? mutatedJson : mutated;
  // What the first inputs make V8 keep (code, shapes) is no growth.
  const settled = Math.floor(inputs / 4);
  let before = 0;
  for (let index = 0; index < inputs; index += 1) {
    if (index === settled) before = heapBytes();
    const input = mutate(subject.corpus, subject.words, random);
    let made: unknown;
    try {
      made = subject.read(input);
    } catch (thrown) {
      throw failure(subject, index, input, thrown);
    }
    const size = JSON.stringify(made)?.length ?? 0;
    if (size > input.length * subject.growth + always) throw failure(subject, index, input, `${size} characters of it`);
  }
  expect(heapBytes() - before, "bytes kept after three quarters of the inputs").toBeLessThan(8_000_000);
};

test.each(subjects.map((subject) => [subject.name, subject] as const))("%s", (_, subject) => run(subject));

test.each(subjects.map((subject) => [subject.name, subject] as const))(
  "%s: whole ones are understood",
  (_, subject) => {
    for (const input of subject.corpus) expect(subject.read(input)).toBeDefined();
  },
);
