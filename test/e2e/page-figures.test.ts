import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ColumnId } from "../../src/web/api/contract.ts";
import { axeFindings, type Browser, startBrowser, type Tab } from "./servers/browser.ts";
import { buildPage } from "./servers/built-page.ts";
import { dockerStats, inspect, interfaceCounters, publishedPort } from "./servers/docker-answers.ts";
import { type DockerHost, startDockerHost } from "./servers/docker-host.ts";
import { inkedPixels } from "./servers/inked-pixels.ts";
import { cellText, figuresIn, readTree, type Shown } from "./servers/shown.ts";
import { waitFor } from "./servers/wait.ts";
import { ecsLabelOptions, images, tasks, type WorkloadName } from "./servers/workloads.ts";

/** The page in Debian's Chromium, on real containers: its cells, the API behind it, docker stats and the kernel agree. */
const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let host: DockerHost;
let browser: Browser;
let tab: Tab;

const columns = ["state", "cpu", "memory", "in", "out", "write", "restarts", "pids"];

beforeAll(async () => {
  await buildPage();
  host = stack.use(await startDockerHost());
  browser = stack.use(await startBrowser());
  tab = stack.use(
    await browser.open(`${host.agent.url}/?unfold=all&columns=${columns.join(",")}`, {
      viewport: { width: 1920, height: 1080 },
    }),
  );
  await tab.page.locator("tr.container").first().waitFor();
});

const cell = (name: WorkloadName, column: string): Promise<string> => cellText(tab.page, name, column);

/** What the API says of a collection that began later than now. */
const freshTree = async (): Promise<Shown> => {
  await host.freshScrape();
  return await readTree(host.agent);
};

/** The page rounds to three digits, and shares to whole percent. */
const expectRounded = (shown: number | undefined, exact: number, what: string): void => {
  expect(Math.abs((shown ?? Number.NaN) - exact), `${what}: ${shown} for ${exact}`).toBeLessThanOrEqual(exact * 0.006);
};

/** Waits for a moment at which a cell has these figures of the API; the page hears of them a frame later. */
const expectShown = async (name: WorkloadName, column: string, wanted: readonly ColumnId[]): Promise<void> => {
  await waitFor({
    what: `the page's ${column} of ${name} is the API's ${wanted.join(" and ")}`,
    deadlineMs: 30_000,
    attempt: async () => {
      const { figures } = (await readTree(host.agent)).container(name);
      const text = await cell(name, column);
      const shown = figuresIn(text);
      for (const id of wanted) {
        const exact = figures[id];
        if (exact === null) throw new Error(`the API has no ${id} of ${name}`);
        const near = shown.some((figure) => Math.abs(figure - exact) <= Math.max(exact * 0.006, 1e-9));
        if (!near) throw new Error(`${text} for ${exact}`);
      }
      return true;
    },
  });
};

const running = ["burner", "web", "holder", "writer", "stray"] as const satisfies readonly WorkloadName[];

test.each(running)("%s uses the memory that docker stats and its cgroup say", async (name) => {
  // The kernel books pages in batches of 64 for each CPU before they show.
  const batchBytes = 512 * 1024;
  const workingSet = (): number => {
    const { memoryUsageBytes, memoryInactiveFileBytes } = host.cgroup(name);
    return memoryUsageBytes - memoryInactiveFileBytes;
  };
  const before = workingSet();
  const { figures } = (await freshTree()).container(name);
  const stats = await dockerStats(host.engine, host.containers[name]);
  const after = workingSet();
  const memory = figures.memory ?? Number.NaN;
  expect(memory).toBeGreaterThanOrEqual(Math.min(before, after) - batchBytes);
  expect(memory).toBeLessThanOrEqual(Math.max(before, after) + batchBytes);
  expect(Math.abs(memory - stats.memoryBytes)).toBeLessThanOrEqual(stats.memoryBytes * 0.01 + batchBytes);
  if (figures.memoryLimit !== null) {
    expect(figures.memoryLimit).toBe(stats.memoryLimitBytes);
    expectRounded(figuresIn(await cell(name, "memory")).at(-1), stats.memoryLimitBytes, "limit");
  }
  await expectShown(name, "memory", ["memory"]);
});

test.each(running)("%s has the processes that docker stats and its cgroup count", async (name) => {
  const { figures } = (await freshTree()).container(name);
  const { processes } = await dockerStats(host.engine, host.containers[name]);
  expect(figures.pids).toBe(processes);
  expect(host.cgroup(name).processes).toBe(processes);
  expect(await cell(name, "pids")).toBe(String(processes));
});

describe("over a while of steady work", () => {
  interface Reading {
    readonly atMs: number;
    readonly cpuSeconds: number;
    readonly writtenBytes: number;
    readonly receivedBytes: number;
    readonly transmittedBytes: number;
  }
  type Rates = Readonly<Record<"cpu" | "write" | "receive" | "transmit", number>>;

  const read = async (): Promise<Reading> => ({
    ...(await interfaceCounters(host.engine, host.containers.web, "eth0")),
    atMs: Date.now(),
    cpuSeconds: host.cgroup("burner").cpuSeconds,
    writtenBytes: host.cgroup("writer").diskWrittenBytes,
  });

  let kernel: Rates;
  let told: Rates;

  beforeAll(async () => {
    const port = await publishedPort(host.engine, host.containers.web, "8080/tcp");
    const work = async (): Promise<void> => {
      await host.engine.inNetwork("busybox", "wget", "-q", "-O", "/dev/null", `http://127.0.0.1:${port}/blob`);
      await host.engine.docker(
        "exec",
        "writer",
        "dd",
        "if=/dev/zero",
        "of=/more",
        "bs=256k",
        "count=1",
        "oflag=direct",
      );
    };
    const workUntil = async (done: () => boolean): Promise<void> => {
      while (!done()) await work();
    };
    // The first collections that the work is in have quiet seconds in them, too.
    const warmMs = Date.now() + 7_000;
    await workUntil(() => Date.now() > warmMs);

    const seen: { atMs: number; rates: Rates }[] = [];
    const look = async (): Promise<void> => {
      const tree = await readTree(host.agent);
      if (seen.at(-1)?.atMs === tree.takenAtMs) return;
      const [burner, web, writer] = [tree.container("burner"), tree.container("web"), tree.container("writer")];
      const rates = {
        cpu: burner.figures.cpu ?? Number.NaN,
        write: writer.figures.diskWrite ?? Number.NaN,
        receive: web.figures.receive ?? Number.NaN,
        transmit: web.figures.transmit ?? Number.NaN,
      };
      seen.push({ atMs: tree.takenAtMs, rates });
    };
    await look();
    const before = await read();
    const endMs = before.atMs + 20_000;
    while (Date.now() < endMs) {
      await work();
      await look();
    }
    const after = await read();
    const seconds = (after.atMs - before.atMs) / 1000;
    kernel = {
      cpu: (after.cpuSeconds - before.cpuSeconds) / seconds,
      write: (after.writtenBytes - before.writtenBytes) / seconds,
      receive: (after.receivedBytes - before.receivedBytes) / seconds,
      transmit: (after.transmittedBytes - before.transmittedBytes) / seconds,
    };
    // Each figure holds for the time since the collection before it.
    const mean = (rate: keyof Rates): number => {
      let sum = 0;
      for (const [place, { atMs, rates }] of seen.entries()) {
        const sinceMs = seen[place - 1]?.atMs;
        if (sinceMs !== undefined) sum += rates[rate] * (atMs - sinceMs);
      }
      return sum / ((seen.at(-1)?.atMs ?? Number.NaN) - (seen[0]?.atMs ?? Number.NaN));
    };
    told = { cpu: mean("cpu"), write: mean("write"), receive: mean("receive"), transmit: mean("transmit") };
    const figures = (rates: Rates): string =>
      Object.values(rates)
        .map((rate) => rate.toPrecision(4))
        .join(", ");
    process.stdout.write(`CPU, written, received, sent per second: ${figures(told)}; kernel ${figures(kernel)}\n`);
  });

  test("the CPU used per second is the change of the cgroup's counter, and docker stats'", async () => {
    expect(Math.abs(told.cpu - kernel.cpu)).toBeLessThan(0.06);
    // Each looks at seconds of its own, in which the burner does not always get what it may have.
    await waitFor({
      what: "the API and docker stats say the same of the burner's CPU",
      deadlineMs: 60_000,
      attempt: async () => {
        const [{ cpus }, tree] = await Promise.all([dockerStats(host.engine, host.containers.burner), freshTree()]);
        const cpu = tree.container("burner").figures.cpu ?? Number.NaN;
        if (Math.abs(cpu - cpus) < 0.1) return true;
        throw new Error(`${cpu} and ${cpus}`);
      },
    });
    await expectShown("burner", "cpu", ["cpu", "cpuLimit"]);
  });

  test.each(["receive", "transmit", "write"] as const)(
    "%s per second is the change of the kernel's counter",
    (rate) => {
      expect(kernel[rate]).toBeGreaterThan(1000);
      expect(Math.abs(told[rate] / kernel[rate] - 1)).toBeLessThan(0.15);
    },
  );
});

test("what is quiet shows a rate of nothing, on the page, too", async () => {
  await waitFor({
    what: "the network of web and the disk of the writer rest",
    deadlineMs: 30_000,
    attempt: async () => {
      const shown = [await cell("web", "out"), await cell("writer", "write")];
      if (shown.some((text) => text !== "0")) throw new Error(shown.join(" "));
      return true;
    },
  });
});

describe("containers that have ended", () => {
  test.each([
    ["failing", "Failed · exit 3"],
    ["greedy", "OOM-killed · exit 137"],
    ["flaky", "Failed · exit 1"],
  ] as const)("%s tells how: %s", async (name, words) => {
    expect(await cell(name, "state")).toBe(words);
    const { exitCode, oomKilled } = (await readTree(host.agent)).container(name);
    expect(exitCode).toBe(Number(await inspect(host.engine, name, "{{.State.ExitCode}}")));
    expect(oomKilled).toBe(name === "greedy");
    for (const column of ["cpu", "memory", "in", "out", "pids"]) expect(await cell(name, column)).toBe("–");
  });

  test("restarts are counted as Docker counts them", async () => {
    expect(await cell("flaky", "restarts")).toBe(await inspect(host.engine, "flaky", "{{.RestartCount}}"));
  });
});

describe("while somebody looks", () => {
  const start = async (name: string, script: string, ...options: string[]): Promise<void> => {
    const marks = ecsLabelOptions(tasks.batch, name);
    await host.engine.docker(
      "run",
      "--detach",
      "--name",
      name,
      ...marks,
      ...options,
      images.worker,
      "sh",
      "-c",
      script,
    );
  };

  const openContainer = async (name: string): Promise<Tab> => {
    const own = await browser.open(`${host.agent.url}/?unfold=all&filter=name%3D${name}`);
    await own.page.locator("tr.container th a", { hasText: name }).click({ timeout: 30_000 });
    return own;
  };

  test("a container that the kernel kills for memory has its mark on the charts", async () => {
    // The shell outlives what is killed, as the one of `greedy` does.
    const script = "sleep 12; dd if=/dev/zero of=/dev/null bs=64M count=1; code=$?; sleep 2; exit $code";
    await start("thirsty", script, "--memory", "16m", "--memory-swap", "16m");
    await using own = await openContainer("thirsty");
    await own.page.locator("main canvas").first().waitFor({ timeout: 30_000 });
    await own.page.locator(".events").getByText("Out of memory").waitFor({ timeout: 60_000 });
    await own.page.getByText("Killed by the kernel for lack of memory.").waitFor({ timeout: 30_000 });
    await waitFor({
      what: "the mark is drawn at the foot of the chart",
      deadlineMs: 20_000,
      attempt: async () => ((await inkedPixels(own.page, "--bad", 14)) > 15 ? true : undefined),
    });
    expect(own.complaints).toEqual([]);
  });

  test("a container that is removed stays, and the page says that it is gone", async () => {
    await start("leaver", "while :; do sleep 3600; done");
    await using own = await browser.open(`${host.agent.url}/?unfold=all&filter=name%3Dleaver`);
    const state = own.page.locator("tr.container td.c-state");
    await state.getByText("Running").waitFor({ timeout: 30_000 });
    await host.engine.docker("rm", "--force", "leaver");
    // Gone, unless a collection saw it in the moment between its end and its removal.
    await state.getByText(/^(Gone|Failed · exit 137)$/).waitFor({ timeout: 30_000 });
    await waitFor({
      what: "its figures are no longer shown",
      deadlineMs: 30_000,
      attempt: async () =>
        (await own.page.locator("tr.container td.c-memory").innerText()) === "–" ? true : undefined,
    });
    expect(own.complaints).toEqual([]);
  });
});

test("axe finds nothing in a table of the running, the failed and the killed", async () => {
  expect(await axeFindings(tab.page)).toEqual([]);
});

test("the page has nothing to complain of, and asked nobody but the agent", () => {
  expect(tab.complaints).toEqual([]);
  expect(tab.requested.filter((url) => !url.startsWith(`${host.agent.url}/`))).toEqual([]);
});
