import { expect, test } from "vitest";
import { openFakeClock } from "../../../../test/fake-clock.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { HttpClient, HttpRequest, HttpResponse } from "../../../ports/http-client.ts";
import { container, port, sheet } from "./board.ts";
import { openSubject } from "./subject.ts";

/** Apps that answer when the test says: by port. */
const openApps = (clock: Clock) => {
  const asked: number[] = [];
  const silent = new Set<number>();
  const late = new Set<number>();
  const waiting: (() => void)[] = [];
  const answer: HttpResponse = { ok: true, status: 200, headers: {}, body: "up 1\n", bytes: new Uint8Array(5) };
  const http: HttpClient = {
    request: async ({ url, signal, timeoutMs }: HttpRequest) => {
      const at = Number(new URL(url).port);
      asked.push(at);
      if (silent.has(at)) {
        await clock.sleep(timeoutMs, signal);
        return { ok: false, reason: "timeout", detail: "" };
      }
      if (!late.has(at)) return answer;
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        signal?.addEventListener("abort", () => resolve());
      });
      return signal?.aborted ? { ok: false, reason: "aborted", detail: "" } : answer;
    },
    lines: async () => ({ ok: false, reason: "refused", detail: "" }),
    close: async () => {},
  };
  return { http, asked, late, silent, answerAll: () => waiting.splice(0).forEach((resolve) => void resolve()) };
};

const at = (id: string, hostPort: number, labels: Readonly<Record<string, string>> = {}) =>
  container(id, { "taskvitals.metrics": "prometheus", ...labels }, { ports: [port(80, hostPort, "0.0.0.0")] });

const open = (config: Readonly<Record<string, unknown>> = {}) => {
  const clock = openFakeClock({ nowMs: 1_000_000 });
  const apps = openApps(clock);
  const subject = openSubject({ http: apps.http, clock, config });
  const collect = async (afterMs = 10_000) => {
    const looking = subject.collect();
    await clock.advance(3000);
    const look = await looking;
    await clock.advance(afterMs - 3000);
    return look;
  };
  return { clock, apps, subject, collect };
};

test("a target with an interval of its own is read as often as that says, and told at every collection", async () => {
  const { apps, subject, collect } = open();
  await using _ = subject;
  subject.board.publish("x", sheet(at("c1", 1, { "taskvitals.interval": "30s" }), at("c2", 2)));
  const looks = [await collect(), await collect(), await collect(), await collect()];
  expect(apps.asked.filter((one) => one === 1)).toHaveLength(2);
  expect(apps.asked.filter((one) => one === 2)).toHaveLength(4);
  for (const { targets } of looks) expect(targets.map(({ values }) => values.up)).toEqual([1, 1]);
  // Told again with the time at which it was read.
  const times = looks.map(({ targets }) => targets[0]?.families?.[0]?.samples[0]?.atMs);
  expect(times).toEqual([1_000_000, 1_000_000, 1_000_000, 1_030_000]);
});

test("a slow target holds up nobody: the collection ends in time, and the next one tells what came late", async () => {
  const { clock, apps, subject, collect } = open({ patienceMs: 2000 });
  await using _ = subject;
  apps.late.add(1);
  subject.board.publish("x", sheet(at("c1", 1), at("c2", 2)));
  const first = await collect(5000);
  expect(first.targets.map(({ values }) => values.up)).toEqual([undefined, 1]);
  apps.answerAll();
  await clock.advance(0);
  const second = await collect();
  expect(second.targets.map(({ values }) => values.up)).toEqual([1, 1]);
});

test("a collection whose time is up tells what it has", async () => {
  const { clock, apps, subject } = open();
  await using _ = subject;
  apps.late.add(1);
  subject.board.publish("x", sheet(at("c1", 1), at("c2", 2)));
  const deadline = new AbortController();
  const looking = subject.collect({ signal: deadline.signal });
  await clock.advance(900);
  deadline.abort();
  await clock.advance(0);
  expect((await looking).targets.map(({ values }) => values.up)).toEqual([undefined, 1]);
});

test("many targets that never answer: no more at once than allowed, and then they take nobody's place", async () => {
  const { clock, apps, subject } = open({ concurrency: 4, timeoutMs: 1000 });
  await using _ = subject;
  const numbers = [0, 1, 2, 3, 4, 5, 6, 7];
  for (const number of numbers) apps.silent.add(100 + number);
  subject.board.publish(
    "x",
    sheet(...numbers.map((n) => at(`a${n}`, 100 + n)), ...numbers.map((n) => at(`b${n}`, 200 + n))),
  );
  const first = subject.collect();
  await clock.advance(0);
  expect(apps.asked).toEqual([100, 101, 102, 103]);
  await clock.advance(3000);
  await first;
  expect(apps.asked).toHaveLength(16);
  apps.asked.length = 0;
  const second = subject.collect();
  await clock.advance(0);
  // Two lanes for who was silent, four for the others, who are done before a second has passed.
  expect(apps.asked.filter((port) => port < 200)).toEqual([100, 101]);
  expect(apps.asked.filter((port) => port >= 200)).toHaveLength(8);
  await clock.advance(3000);
  expect((await second).targets.filter(({ values }) => values.up === 1)).toHaveLength(8);
});

test("what fifty targets tell costs the engine a list or two", async () => {
  const { subject, collect } = open();
  await using _ = subject;
  subject.board.publish("x", sheet(...Array.from({ length: 50 }, (__, number) => at(`c${number}`, 100 + number))));
  let lists = 0;
  subject.board.offer("x", async () => {
    lists += 1;
    return true;
  });
  expect((await collect()).targets.filter(({ values }) => values.up === 1)).toHaveLength(50);
  expect(lists).toBeGreaterThan(0);
  expect(lists).toBeLessThanOrEqual(2);
});

test("a look between two collections reads nothing, and shows what is known", async () => {
  const { apps, subject, collect } = open();
  await using _ = subject;
  subject.board.publish("x", sheet(at("c1", 1)));
  await collect();
  const { targets } = await subject.collect({ extra: true });
  expect(apps.asked).toEqual([1]);
  expect(targets).toMatchObject([{ values: { up: 1 } }]);
});

test("the first collection waits for the board to have something, once", async () => {
  const { clock, subject } = open();
  await using _ = subject;
  const looking = subject.collect();
  await clock.advance(500);
  subject.board.publish("x", sheet(at("c1", 1)));
  await clock.advance(1000);
  expect((await looking).targets).toMatchObject([{ values: { up: 1 } }]);
});

test("a target that restarts comes back to its number and its counts; after the grace period to neither", async () => {
  const { clock, apps, subject, collect } = open({ slotGraceMs: 60_000, timeoutMs: 1000 });
  await using _ = subject;
  apps.silent.add(2);
  const both = sheet(at("c1", 1), at("c2", 2));
  subject.board.publish("x", both);
  await collect();
  subject.board.publish("x", sheet());
  expect((await collect()).targets).toEqual([]);
  subject.board.publish("x", sheet(at("c2", 2)));
  expect((await collect()).targets).toMatchObject([{ slot: 2, values: { "errors timeout": 2 } }]);
  subject.board.publish("x", sheet());
  await collect();
  await clock.advance(70_000);
  await collect();
  subject.board.publish("x", sheet(at("c2", 2)));
  expect((await collect()).targets).toMatchObject([{ slot: 1, values: { "errors timeout": 1 } }]);
});
