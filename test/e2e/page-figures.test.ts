import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ColumnId } from "../../src/web/api/contract.ts";
import { axeFindings, type Browser, startBrowser, type Tab } from "./servers/browser.ts";
import { buildPage } from "./servers/built-page.ts";
import { dockerStats, inspect, interfaceCounters, publishedPort } from "./servers/docker-answers.ts";
import { type DockerHost, startDockerHost } from "./servers/docker-host.ts";
import { inkedPixels } from "./servers/inked-pixels.ts";
import { rememberedMean, type Span } from "./servers/remembered.ts";
import { cellText, figuresIn, readTree, type Shown, type ShownContainer } from "./servers/shown.ts";
import { until, waitFor } from "./servers/wait.ts";
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

/** Figures of a collection that began later than now, and has this one. */
const freshFigures = (name: WorkloadName, id: ColumnId): Promise<ShownContainer["figures"]> =>
  until(`the API has ${id} of ${name}`, async () => {
    const { figures } = (await freshTree()).container(name);
    return figures[id] === null ? undefined : figures;
  });

/** Waits for a moment at which a cell says this: figures that are old are withdrawn, and the page hears a frame later. */
const expectText = (name: WorkloadName, column: string, wanted: string): Promise<true> =>
  until<true>(`the page's ${column} of ${name} is ${wanted}`, async () => {
    const text = await cell(name, column);
    if (text === wanted) return true;
    throw new Error(text);
  });

/** Waits for a moment at which a cell has these figures of the API. The page rounds to three digits, and shares to whole percent. */
const expectShown = (name: WorkloadName, column: string, wanted: readonly ColumnId[]): Promise<true> =>
  until<true>(`the page's ${column} of ${name} is the API's ${wanted.join(" and ")}`, async () => {
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
  });

const running = ["burner", "web", "holder", "writer", "stray"] as const satisfies readonly WorkloadName[];

test.each(running)("%s uses the memory and has the processes that docker stats and its cgroup say", async (name) => {
  // The kernel books pages in batches of 64 for each CPU before they show.
  const batchBytes = 512 * 1024;
  const workingSet = (): number => {
    const { memoryUsageBytes, memoryInactiveFileBytes } = host.cgroup(name);
    return memoryUsageBytes - memoryInactiveFileBytes;
  };
  const before = workingSet();
  const { memory, memoryLimit, pids } = await freshFigures(name, "memory");
  const stats = await dockerStats(host.engine, host.containers[name]);
  const after = workingSet();
  expect(memory).toBeGreaterThanOrEqual(Math.min(before, after) - batchBytes);
  expect(memory).toBeLessThanOrEqual(Math.max(before, after) + batchBytes);
  expect(Math.abs((memory ?? Number.NaN) - stats.memoryBytes)).toBeLessThanOrEqual(
    stats.memoryBytes * 0.01 + batchBytes,
  );
  if (memoryLimit !== null) expect(memoryLimit).toBe(stats.memoryLimitBytes);
  await expectShown(name, "memory", memoryLimit === null ? ["memory"] : ["memory", "memoryLimit"]);
  expect(pids).toBe(stats.processes);
  expect(host.cgroup(name).processes).toBe(stats.processes);
  await expectText(name, "pids", String(stats.processes));
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
    /** Waits for a collection that began later than now, before which nothing was done for a while. */
    const rest = (): Promise<true> =>
      until<true>("the network of web and the disk of the writer rest", async () => {
        const tree = await freshTree();
        const { receive, transmit } = tree.container("web").figures;
        const { diskWrite } = tree.container("writer").figures;
        if (receive === 0 && transmit === 0 && diskWrite === 0) return true;
        throw new Error([receive, transmit, diskWrite].join(" "));
      });

    const mean = async (name: WorkloadName, metric: string, span: Span): Promise<number> => {
      const { key } = (await readTree(host.agent)).container(name);
      return await rememberedMean(host.agent, key, metric, span);
    };

    const figures = (rates: Rates): string =>
      Object.values(rates)
        .map((rate) => rate.toPrecision(4))
        .join(", ");

    // From rest to rest, what was counted and what the API told are of the same work, however long this test is held up.
    const measure = async (): Promise<true> => {
      await rest();
      const before = await read();
      while (Date.now() < before.atMs + 20_000) await work();
      await rest();
      const after = await read();
      const seconds = (after.atMs - before.atMs) / 1000;
      kernel = {
        cpu: (after.cpuSeconds - before.cpuSeconds) / seconds,
        write: (after.writtenBytes - before.writtenBytes) / seconds,
        receive: (after.receivedBytes - before.receivedBytes) / seconds,
        transmit: (after.transmittedBytes - before.transmittedBytes) / seconds,
      };
      const span = { fromMs: before.atMs, toMs: after.atMs };
      told = {
        cpu: await mean("burner", "container.cpu.usage", span),
        write: await mean("writer", "container.disk.written", span),
        receive: await mean("web", "container.network.receive", span),
        transmit: await mean("web", "container.network.transmit", span),
      };
      process.stdout.write(`CPU, written, received, sent per second: ${figures(told)}; kernel ${figures(kernel)}\n`);
      return true;
    };
    await waitFor({
      what: "a while in which nobody holds up the agent or the engine",
      attempt: measure,
    });
  });

  test("the CPU used per second is the change of the cgroup's counter, and docker stats'", async () => {
    expect(Math.abs(told.cpu - kernel.cpu)).toBeLessThan(0.06);
    // Each looks at seconds of its own, in which the burner does not always get what it may have.
    await until<true>("the API and docker stats say the same of the burner's CPU", async () => {
      const [{ cpus }, tree] = await Promise.all([dockerStats(host.engine, host.containers.burner), freshTree()]);
      const cpu = tree.container("burner").figures.cpu ?? Number.NaN;
      if (Math.abs(cpu - cpus) < 0.1) return true;
      throw new Error(`${cpu} and ${cpus}`);
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
  await expectText("web", "out", "0");
  await expectText("writer", "write", "0");
});

describe("containers that have ended", () => {
  test.each([
    ["failing", "Failed · exit 3"],
    ["greedy", "OOM-killed · exit 137"],
    ["flaky", "Failed · exit 1"],
  ] as const)("%s tells how: %s", async (name, words) => {
    await expectText(name, "state", words);
    const { exitCode, oomKilled } = (await readTree(host.agent)).container(name);
    expect(exitCode).toBe(Number(await inspect(host.engine, name, "{{.State.ExitCode}}")));
    expect(oomKilled).toBe(name === "greedy");
    for (const column of ["cpu", "memory", "in", "out", "pids"]) await expectText(name, column, "–");
  });

  test("restarts are counted as Docker counts them", async () => {
    await expectText("flaky", "restarts", await inspect(host.engine, "flaky", "{{.RestartCount}}"));
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
    await own.page.locator("tr.container th a", { hasText: name }).click();
    return own;
  };

  test("a container that the kernel kills for memory has its mark on the charts", async () => {
    // The shell outlives what is killed, as the one of `greedy` does, and is seen once more.
    const script = `until [ -e /go ]; do sleep 0.1; done
      dd if=/dev/zero of=/dev/null bs=64M count=1; code=$?
      until [ -e /end ]; do sleep 0.1; done; exit $code`;
    await start("thirsty", script, "--memory", "16m", "--memory-swap", "16m");
    await using own = await openContainer("thirsty");
    await own.page.locator("main canvas").first().waitFor();
    await host.engine.docker("exec", "thirsty", "touch", "/go");
    await own.page.locator(".events").getByText("Out of memory").waitFor();
    await until("the mark is drawn at the foot of the chart", async () =>
      (await inkedPixels(own.page, "--bad", 14)) > 15 ? true : undefined,
    );
    await host.engine.docker("exec", "thirsty", "touch", "/end");
    await own.page.getByText("Killed by the kernel for lack of memory.").waitFor();
    expect(own.complaints).toEqual([]);
  });

  test("a container that is removed stays, and the page says that it is gone", async () => {
    await start("leaver", "while :; do sleep 3600; done");
    await using own = await browser.open(`${host.agent.url}/?unfold=all&filter=name%3Dleaver`);
    const state = own.page.locator("tr.container td.c-state");
    await state.getByText("Running").waitFor();
    await host.engine.docker("rm", "--force", "leaver");
    // Gone, unless a collection saw it in the moment between its end and its removal.
    await state.getByText(/^(Gone|Failed · exit 137)$/).waitFor();
    await until("its figures are no longer shown", async () =>
      (await own.page.locator("tr.container td.c-memory").innerText()) === "–" ? true : undefined,
    );
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
