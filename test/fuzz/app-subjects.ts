import { readExposition } from "../../src/formats/app-exposition/exposition.ts";
import type { Reading } from "../../src/formats/app-reading.ts";
import { readExpvar } from "../../src/formats/expvar/expvar.ts";
import { readGoStats } from "../../src/formats/go-stats/go-stats.ts";
import { readJsonMetrics } from "../../src/formats/json-metrics/json-metrics.ts";
import { readPluginGraphs } from "../../src/formats/mackerel-plugin/graphs.ts";
import { readPluginValues } from "../../src/formats/mackerel-plugin/values.ts";
import { checkedReading } from "./reading-checks.ts";
import type { Subject } from "./subject.ts";

const nowMs = Date.UTC(2026, 0, 1);
const maxSamples = 60;

const textExposition = `# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200",} 1027 1395066363000
http_requests_total{method="get",path="C:\\\\DIR\\n\\"x\\""} 3
# TYPE took_seconds histogram
took_seconds_bucket{le="0.1",path="/"} 1
took_seconds_bucket{le="0.5",path="/"} 3
took_seconds_bucket{le="+Inf",path="/"} 4
took_seconds_sum{path="/"} 1.5
took_seconds_count{path="/"} 4
# TYPE rpc summary
rpc{quantile="0.5"} 4773
rpc{quantile="0.99"} NaN
rpc_sum 1.7560473e+07
rpc_count 2693
# TYPE "my.metric" gauge
{"my.metric","a.b"="c"} -2
plain 1
`;

const openMetrics = `# TYPE jobs counter
# UNIT jobs_seconds seconds
# HELP jobs Jobs \\"done\\".
jobs_total{kind="a"} 17.0 1520879607.789 # {trace_id="x"} 0.67 1520879607.7
jobs_created{kind="a"} 1520430000.123
# TYPE build info
build_info{version="1.2"} 1
# TYPE mood stateset
mood{mood="good"} 1
# TYPE q gaugehistogram
q_bucket{le="+Inf"} 4
q_gcount 4
q_gsum -3
# TYPE h histogram
h_bucket{le="1"} 1 # {a="b"} 0.5
h_bucket{le="+Inf"} 2
h_created 1520430000
# EOF
`;

const goStats = JSON.stringify({
  time: nowMs * 1e6,
  go_version: "go1.24.1",
  go_os: "linux",
  goroutine_num: 11,
  cgo_call_num: 5,
  memory_alloc: 1_000,
  heap_released: 100,
  gc_last: nowMs * 1e6,
  gc_num: 40,
  gc_per_second: 0.5,
  gc_pause: [0.1, 0.15],
});

const expvar = JSON.stringify({
  cmdline: ["/app"],
  memstats: { Alloc: 10, TotalAlloc: 20, PauseTotalNs: 3e9, NumGC: 4, PauseNs: [1, 2], BySize: [{ Size: 8 }] },
  requests: 7,
  queue: { depth: 3, by: [1, { a: 2 }] },
});

const pluginGraphs = `# mackerel-agent-plugin version=1\n${JSON.stringify({
  graphs: {
    "gostats.#.heap": { label: "Heap", unit: "bytes", metrics: [{ name: "heap_sys", label: "Sys", stacked: true }] },
    "x.*": { metrics: [{ name: "*" }] },
  },
})}\n`;

const pluginValues = "gostats.runtime.goroutine_num\t11\t1700000000\na.b.c 1.5e3 1700000000\n\nx 1\n";

const linesIn = (text: string): number => text.split("\n").length;
/** At most one for each character that can stand between two. */
const valuesIn = (text: string): number => text.length;

const exposition = (name: string, contentType: string | undefined): Subject => ({
  name,
  form: "text",
  corpus: [textExposition, openMetrics],
  words: [
    "# TYPE ",
    "# HELP ",
    "# UNIT ",
    "# EOF",
    " histogram",
    " summary",
    "_bucket",
    "_total",
    'le="',
    "quantile=",
    "h_sum 1",
  ],
  read: (input) =>
    checkedReading(
      readExposition(input, contentType, { nowMs, maxSamples, maxLabelBytes: 300 }),
      linesIn(input),
      maxSamples,
    ),
  growth: 40,
});

const json = (name: string, corpus: string, read: (body: string) => Reading): Subject => ({
  name,
  form: "json",
  corpus: [corpus, '[{"a":[1,2,{"b":3}]},4]'],
  words: ['"goroutine_num":1,"gc_num":2', '"memstats":{', '{"a":', "[1,2", '"":', "}]"],
  read: (input) => checkedReading(read(input), valuesIn(input) + 3, maxSamples),
  growth: 40,
});

/** What apps and plugins say of themselves. */
export const appSubjects: readonly Subject[] = [
  exposition("exposition as text", "text/plain"),
  exposition("exposition as OpenMetrics", "application/openmetrics-text; version=1.0.0"),
  exposition("exposition without a type", undefined),
  json("go-stats", goStats, (body) => readGoStats(body, { nowMs })),
  json("expvar", expvar, (body) => readExpvar(body, { nowMs, maxSamples, maxNameLength: 40 })),
  json("json", expvar, (body) => readJsonMetrics(body, { nowMs, maxSamples, maxNameLength: 40 })),
  {
    name: "mackerel-plugin values",
    form: "text",
    corpus: [pluginValues],
    words: [" 1 1\n", "\t", "a.b"],
    read: (input) => checkedReading(readPluginValues(input, { nowMs, maxSamples }), linesIn(input), maxSamples),
    growth: 40,
  },
  {
    name: "mackerel-plugin graphs",
    form: "text",
    corpus: [pluginGraphs],
    words: ["# mackerel-agent-plugin\n", '"metrics":[', '{"name":"a"}', '"graphs":{', "version=2"],
    read: readPluginGraphs,
    growth: 10,
  },
];
