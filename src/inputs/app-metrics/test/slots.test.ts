import { expect, test } from "vitest";
import type { Keepsake } from "../../../ports/keepsake.ts";
import { container, port, sheet } from "./board.ts";
import { openSubject } from "./subject.ts";

/** Nothing answers there, which is all the same to who has which number. */
const app = (id: string, createdMs: number | undefined, hostPort: number) =>
  container(id, { "taskvitals.metrics": "prometheus" }, { createdMs, ports: [port(8080, hostPort, "0.0.0.0")] });

const [old, middle, young] = [app("c", 1000, 1), app("a", 2000, 2), app("b", 3000, 3)];

const refusing = { request: async () => refused, lines: async () => refused, close: async () => {} };
const refused = { ok: false, reason: "refused", detail: "" } as const;

const openInput = (keepsake?: Keepsake) =>
  openSubject({ http: refusing, ...(keepsake === undefined ? {} : { keepsake }) });

/** Host port -> slot. */
const slotsOf = async (subject: ReturnType<typeof openInput>) =>
  Object.fromEntries(
    (await subject.collect()).targets.map(({ address, slot }) => [address?.match(/:(\d+)/)?.[1], slot]),
  );

const memory = (): Keepsake & { text: string | undefined } => ({
  text: undefined,
  async read() {
    return this.text;
  },
  async leave(text) {
    this.text = text;
    return { ok: true };
  },
});

test("of those that come at once the oldest is first, however they are listed; of unknown age, by id, those behind", async () => {
  for (const listed of [
    [old, middle, young],
    [young, middle, old],
  ]) {
    await using subject = openInput();
    subject.board.publish("docker-engine", sheet(...listed));
    expect(await slotsOf(subject)).toEqual({ 1: 1, 2: 2, 3: 3 });
  }
  await using subject = openInput();
  subject.board.publish("docker-engine", sheet(app("y", undefined, 5), app("x", undefined, 4), young, middle));
  expect(await slotsOf(subject)).toEqual({ 2: 1, 3: 2, 4: 3, 5: 4 });
});

test("an input in the place of another goes on with its numbers, from the first answer on", async () => {
  const keepsake = memory();
  await using first = openInput(keepsake);
  first.board.publish("docker-engine", sheet(young));
  await first.collect();
  first.board.publish("docker-engine", sheet(old, young));
  expect(await slotsOf(first)).toEqual({ 1: 2, 3: 1 });

  await using second = openInput(keepsake);
  second.board.publish("docker-engine", sheet(old, middle, young));
  expect(second.input.targets?.()).toEqual({ targets: [], asOfMs: undefined });
  await second.input.start?.();
  const slots = second.input.targets?.().targets.map(({ port: at, target }) => [at, target.slot]);
  expect(slots).toEqual([
    [1, 2],
    [2, 3],
    [3, 1],
  ]);
  expect(await slotsOf(second)).toEqual({ 1: 2, 2: 3, 3: 1 });
});

test("what cannot be left is a problem, with the disk's words", async () => {
  await using subject = openInput({ read: async () => undefined, leave: async () => ({ ok: false, detail: "EROFS" }) });
  subject.board.publish("docker-engine", sheet(old, young));
  const { problems } = await subject.collect();
  expect(problems.filter(({ code }) => code === "slots-not-kept")).toMatchObject([{ detail: "EROFS" }]);
});

test("an input that has ended leaves nothing any more", async () => {
  const keepsake = memory();
  const subject = openInput(keepsake);
  subject.board.publish("docker-engine", sheet(old));
  await subject.collect();
  const { text } = keepsake;
  expect(text).toContain('"slot":1');
  await subject[Symbol.asyncDispose]();
  subject.board.publish("docker-engine", sheet(old, young));
  await subject.collect();
  expect(keepsake.text).toBe(text);
});
