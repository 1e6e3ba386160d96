import { expect, test } from "vitest";
import { gzip } from "../../../platform/gzip.ts";
import { openApp, text } from "./app.ts";
import { container, port, sheet } from "./board.ts";
import { openSubject } from "./subject.ts";

/** However slow this machine is, a collection waits for its readings. */
const patient = (config: Readonly<Record<string, unknown>> = {}) =>
  openSubject({ config: { patienceMs: 60_000, ...config } });

const board = async () => ({ app: await openApp(), subject: patient() });

test("a target's metrics are read as Prometheus would, and recorded with how that went", async () => {
  const { app, subject } = await board();
  await using _ = app;
  await using __ = subject;
  subject.board.publish("docker-engine", sheet(app.in("c1", { "taskvitals.path": "/m?all=1" })));
  const { outcome, problems, targets } = await subject.collect();
  expect([outcome, problems]).toEqual([{ ok: true }, []]);
  expect(targets).toMatchObject([
    {
      name: "app",
      slot: 1,
      address: `127.0.0.1:${app.port}/m`,
      values: { up: 1, samples: 1, "body.size": 21 },
      families: [{ name: "up", kind: "gauge", samples: [{ value: 1 }] }],
    },
  ]);
  const [asked] = app.asked;
  expect([asked?.path, String(asked?.query)]).toEqual(["/m", "all=1"]);
  expect(asked?.headers).toMatchObject({
    accept: expect.stringMatching(
      /^application\/openmetrics-text;version=1\.0\.0.*text\/plain;version=0\.0\.4.*\*\/\*/,
    ),
    "accept-encoding": "gzip",
    "x-prometheus-scrape-timeout-seconds": "10",
  });
});

test("include and exclude choose families; the rest of the answer is not kept", async () => {
  const { app, subject } = await board();
  await using _ = app;
  await using __ = subject;
  app.answer = () => text("http_a 1\nhttp_b 2\ngo_c 3\n");
  subject.board.publish("x", sheet(app.in("c1", { "taskvitals.include": "http_*", "taskvitals.exclude": "*_b" })));
  const { targets } = await subject.collect();
  expect(targets[0]?.families?.map(({ name }) => name)).toEqual(["http_a"]);
});

test("a compressed answer is read", async () => {
  const { app, subject } = await board();
  await using _ = app;
  await using __ = subject;
  app.answer = () => text(gzip(new TextEncoder().encode("up 1\n")), { "content-encoding": "gzip" });
  subject.board.publish("x", sheet(app.in("c1")));
  expect((await subject.collect()).targets).toMatchObject([{ values: { up: 1, "body.size": 5 } }]);
});

const millionSeries = (): string => {
  const lines = Array.from({ length: 1_000_000 }, (_, number) => `s{a="${number}"} 1`);
  return `${lines.join("\n")}\n`;
};

const packed = gzip(new Uint8Array(20_000_000).fill(97));

test.each<[string, Parameters<typeof openApp>[0], string, RegExp]>([
  ["a page", () => text("<html><body>up 1</body></html>"), "not-metrics", /HTML/],
  ["nothing that is a metric", () => text('{"up":1}'), "not-metrics", /line 1/],
  ["404", () => ({ status: 404, body: "up 1\n" }), "status", /404/],
  ["500", () => ({ status: 500, body: "up 1\n" }), "status", /500/],
  [
    "a redirect to the metadata service",
    () => ({ status: 302, headers: { location: "http://169.254.169.254/latest/meta-data" } }),
    "redirect",
    /302 to http:\/\/169\.254\.169\.254/,
  ],
  [
    "a redirect to itself",
    () => ({ status: 301, headers: { location: "/metrics/" } }),
    "redirect",
    /301 to \/metrics\//,
  ],
  ["a connection that it closes", () => ({ status: 200, fault: "reset" }), "reset", /./],
  ["half an answer", () => ({ ...text("up 1\n".repeat(1000)), fault: { cutAfterBytes: 100 } }), "reset", /./],
  ["silence", () => ({ status: 200, fault: "silence" }), "timeout", /300 ms/],
  ["more than 10 MB", () => text("a".repeat(11 * 1024 * 1024)), "too-large", /./],
  ["20 MB in 20 KB", () => text(packed, { "content-encoding": "gzip" }), "too-large", /unpacked/],
  ["what is no gzip", () => text("up 1\n", { "content-encoding": "gzip" }), "not-metrics", /gzip/],
  ["a coding that nobody asked for", () => text("up 1\n", { "content-encoding": "br" }), "not-metrics", /br/],
])("%s: counted and said, and the other target is read", async (_, answer, reason, detail) => {
  await using other = await openApp();
  await using app = await openApp(answer);
  await using subject = patient();
  subject.board.publish(
    "x",
    sheet(
      app.in("bad", { "taskvitals.timeout": reason === "timeout" ? "300ms" : "30s", "taskvitals.name": "bad" }),
      other.in("c1"),
    ),
  );
  for (const turn of [1, 2]) {
    const { targets, problems, outcome } = await subject.collect();
    expect(outcome).toEqual({ ok: true });
    const [bad, good] = targets;
    expect(bad).toMatchObject({ name: "bad", values: { up: 0, [`errors ${reason}`]: turn }, families: undefined });
    expect(good).toMatchObject({ name: "app", values: { up: 1 } });
    expect(problems).toMatchObject([
      { code: `target-${reason}`, subject: `web/app (bad) http://127.0.0.1:${app.port}/metrics` },
    ]);
    expect(problems[0]?.detail).toMatch(detail);
  }
});

test("a million series: as many as are allowed, the others counted", async () => {
  const body = millionSeries();
  await using app = await openApp(() => text(body));
  await using subject = patient({ maxBodyBytes: 100_000_000, maxSeries: 500 });
  subject.board.publish("x", sheet(app.in("c1")));
  const { targets, problems } = await subject.collect();
  expect(targets).toMatchObject([{ values: { up: 1, samples: 500, "dropped_samples over-samples": 999_500 } }]);
  expect(problems).toMatchObject([{ code: "target-series", detail: "500 are read, 999500 are not" }]);
});

test("repeated series, NaN and a bad type line cost themselves, and are counted", async () => {
  await using app = await openApp(() => text("# TYPE a gouge\na 1\na 2\nb NaN\nc 3\n"));
  await using subject = patient();
  subject.board.publish("x", sheet(app.in("c1")));
  const { targets, problems } = await subject.collect();
  const [target] = targets;
  expect(target?.values).toMatchObject({
    up: 1,
    samples: 2,
    "dropped_samples repeated": 1,
    "dropped_samples not-finite": 1,
  });
  expect(target?.families?.map(({ name }) => name).toSorted()).toEqual(["a", "c"]);
  expect(problems).toMatchObject([{ code: "target-malformed", detail: expect.stringMatching(/line 1/) }]);
});

test("a port that becomes another container's while it is read: the reading is dropped", async () => {
  await using app = await openApp();
  await using subject = patient();
  subject.board.publish("x", sheet(app.in("old")));
  app.answer = () => {
    // The old container has died, and the new one got its port: this is what the engine would list now.
    subject.board.offer("x", async () => {
      subject.board.publish("x", sheet({ ...app.in("new"), container: { id: "new", name: "other", labels: {} } }));
      return true;
    });
    return text("secret_of_another 1\n");
  };
  const { targets, problems } = await subject.collect();
  expect(targets).toEqual([]);
  expect(problems).toEqual([]);
  expect((await subject.collect()).targets).toEqual([]);
});

test("a container that moves while it is read: the reading is dropped, and the next one goes to the new port", async () => {
  await using before = await openApp();
  await using after = await openApp(() => text("up 2\n"));
  await using subject = patient();
  subject.board.publish("x", sheet(before.in("c1")));
  before.answer = () => {
    subject.board.publish("x", sheet(after.in("c1")));
    return text("up 1\n");
  };
  const first = await subject.collect();
  expect(first.targets).toMatchObject([{ slot: 1, values: { up: 0, "errors moved": 1 }, families: undefined }]);
  expect(first.problems).toMatchObject([{ code: "target-moved" }]);
  const second = await subject.collect();
  expect(second.problems).toEqual([]);
  expect(second.targets).toMatchObject([
    { slot: 1, address: `127.0.0.1:${after.port}/metrics`, values: { up: 1 }, families: [{ samples: [{ value: 2 }] }] },
  ]);
});

test("a reading that nobody can confirm is dropped", async () => {
  await using app = await openApp();
  await using subject = patient();
  subject.board.publish("x", sheet(app.in("c1")));
  subject.board.offer("x", async () => false);
  const { targets, problems } = await subject.collect();
  expect(targets).toMatchObject([{ values: { up: 0, "errors unconfirmed": 1 } }]);
  expect(problems).toMatchObject([{ code: "target-unconfirmed" }]);
});

test("an app that is slow to listen after its start is asked again at once", async () => {
  await using app = await openApp();
  let tries = 0;
  app.answer = () => {
    tries += 1;
    return tries < 3 ? { status: 200, fault: "reset" } : text("up 1\n");
  };
  await using subject = patient();
  subject.board.publish("x", sheet(app.in("c1")));
  expect((await subject.collect()).targets).toMatchObject([{ values: { up: 1 } }]);
  expect(tries).toBe(3);
});

test("labels that are wrong, unclear or lead nowhere: each said, and the others read", async () => {
  await using app = await openApp();
  await using subject = patient();
  const metrics = { "taskvitals.metrics": "prometheus" };
  const several = container("c3", metrics, { ports: [port(1, 1), port(2, 2)] });
  const link = container("c4", { ...metrics, "taskvitals.port": "80" }, { ports: [], addresses: ["169.254.169.254"] });
  const alone = container("c5", { ...metrics, "taskvitals.port": "80" }, { networkMode: "none" });
  const plugin = container("c6", { "taskvitals.metrics": "mackerel-plugin", "taskvitals.plugin": "sh" });
  subject.board.publish(
    "x",
    sheet(app.in("c1"), app.in("c2", { "taskvitals.interval": "x" }), several, link, alone, plugin, app.in("c7")),
  );
  const { targets, problems } = await subject.collect();
  expect(targets).toMatchObject([{ values: { up: 1 } }]);
  expect(problems.map(({ code, subject: whose }) => `${code}: ${whose}`)).toEqual([
    "target-label: web/app (c2) taskvitals.interval",
    "target-port: web/app (c3) taskvitals.metrics",
    "target-forbidden: web/app (c4) taskvitals.metrics",
    "target-address: web/app (c5) taskvitals.metrics",
    "target-label: web/app (c6) taskvitals.metrics",
    "target-twice: web/app (c7) taskvitals.metrics",
  ]);
});

test("the configuration says what is read of containers without labels, and a container can refuse", async () => {
  await using app = await openApp();
  const rules = [{ match: { family: "w*", container: "app" }, metrics: "prometheus", name: "shop", tags: { a: "b" } }];
  await using subject = patient({ rules });
  const bare = app.in("c1");
  subject.board.publish("x", sheet({ ...bare, container: { ...bare.container, labels: {} } }));
  expect((await subject.collect()).targets).toMatchObject([{ name: "shop", values: { up: 1 } }]);
  subject.board.publish(
    "x",
    sheet({ ...bare, container: { ...bare.container, labels: { "taskvitals.ignore": "1" } } }),
  );
  expect((await subject.collect()).targets).toEqual([]);
});

test("as the machine sees a container counts before what its task sees, whoever tells first", async () => {
  await using app = await openApp();
  await using subject = patient();
  subject.board.publish("docker-engine", sheet(app.in("c1")));
  subject.board.publish("ecs-task-metadata", {
    ...sheet({ ...app.in("c1"), networkMode: "awsvpc", addresses: ["10.0.0.1"] }),
    vantage: "task",
  });
  expect((await subject.collect()).targets).toMatchObject([{ address: `127.0.0.1:${app.port}/metrics` }]);
});

test("more targets than allowed: the first ones, and a word", async () => {
  await using one = await openApp();
  await using two = await openApp();
  await using subject = patient({ maxTargets: 1 });
  subject.board.publish("x", sheet(one.in("c1"), two.in("c2")));
  const { targets, problems } = await subject.collect();
  expect(targets).toHaveLength(1);
  expect(problems).toMatchObject([{ code: "target-limit" }]);
});
