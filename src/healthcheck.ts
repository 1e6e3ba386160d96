import { originOf } from "./cli/origin.ts";
import { answersOk } from "./platform/health-probe.ts";
import { environment, ownArguments } from "./platform/process.ts";
import { exit } from "./platform/terminal.ts";

/**
 * The image's health check, a program of its own: it runs every half minute in a container with little memory, and loads
 * a thousandth of what the agent does. It knows the port from its argument or the environment, and reads no configuration.
 */
const { TASKVITALS_SERVER_HOST: host, TASKVITALS_SERVER_PORT: ours, ECS_METRICS_EXPORTER_PORT: known } = environment;
const port = Number(ownArguments[0] || ours || known || "9546");
const origin = originOf(host === undefined || host === "" ? "127.0.0.1" : host, port);
exit(origin !== undefined && (await answersOk(`${origin}/healthz`)) ? 0 : 1);
