import type { DockerEngine } from "./docker-engine.ts";
import { importExporter } from "./exporter-image.ts";
import { importImages } from "./image.ts";
import { ecsLabelOptions, tasks } from "./workloads.ts";

const app = "taskvitals-e2e/app:1";
const exporter = "taskvitals-e2e/exporter:1";

/** A number of its own for each run, so that one can tell whose and which run's metrics were read. */
const script = `run=$(head -c 3 /dev/urandom | od -An -tu4 | tr -d ' ')
  printf 'app_run{me="%s"} %s\\n' "$ME" "$run" > /www/metrics.txt
  exec httpd -f -p 8080 -h /www`;

const openStart =
  (engine: DockerEngine) =>
  (name: string, more: readonly string[], command = script): Promise<string> =>
    engine.docker(
      "run",
      "--detach",
      "--name",
      name,
      "--env",
      `ME=${name}`,
      "--label",
      "taskvitals.metrics=prometheus",
      "--label",
      "taskvitals.path=/metrics.txt",
      ...more,
      app,
      "sh",
      "-c",
      command,
    );

/** Apps in every network mode, two that share three ports of the host, and a real exporter. */
export const startApps = async (engine: DockerEngine): Promise<void> => {
  await importImages(engine, app);
  await importExporter(engine, exporter);
  const startApp = openStart(engine);
  const tight = ["--publish", "20000-20002:8080", "--label", "taskvitals.name=tight"];
  const hosted = ["--network", "host", "--label", "taskvitals.port=9123"];
  const starting = [
    startApp("web", [...ecsLabelOptions(tasks.shop, "web"), "--publish", "8080"]),
    startApp("one", tight).then(() => startApp("two", tight)),
    startApp("unpublished", ["--label", "taskvitals.port=8080"]),
    startApp("hosted", hosted, script.replace("8080", "9123")),
    // As Service Connect has it in bridge mode: the port is published for the pause container, the app is in its network.
    engine
      .docker("run", "--detach", "--name", "pause", "--publish", "8080", app, "sleep", "3600")
      .then(() => startApp("connected", ["--network", "container:pause", "--label", "taskvitals.port=8080"])),
    startApp("alone", ["--network", "none", "--label", "taskvitals.port=8080"]),
    engine.docker(
      "run",
      "--detach",
      "--name",
      "exporter",
      "--publish",
      "9100",
      "--label",
      "ECS_PROMETHEUS_EXPORTER_PORT=9100",
      exporter,
      "--collector.disable-defaults",
      "--collector.loadavg",
    ),
  ];
  await Promise.all(starting);
};
