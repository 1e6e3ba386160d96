import type { Environment } from "../config/environment.ts";
import { faultKinds } from "../simulate/faults.ts";
import type { Shape } from "../simulate/shapes/shape.ts";
import type { Simulation } from "../simulate/simulation.ts";

/** How the person started this program, for commands to copy. */
export const invocation = ({ npm_lifecycle_event: script }: Environment): string =>
  script === "taskvitals" || script === "start" ? "npm run -s taskvitals --" : "taskvitals";

const tasksShown = 5;

const words = ({ launchType, networkMode, os, cgroup, refreshMs }: Shape): string =>
  `${launchType}, ${networkMode}, ${os === "windows" ? "Windows" : `cgroup v${cgroup}`}, new samples every ${refreshMs / 1000} s`;

const taskLines = ({ tasks }: Simulation): readonly string[] => {
  const shown = tasks
    .slice(0, tasksShown)
    .flatMap(({ family, isDaemon, containers }) => [
      `  ${family}${isDaemon ? " (the managed daemon)" : ""}`,
      ...containers.map(({ name, v4 }) => `    ${name.padEnd(24)} ${v4}`),
    ]);
  return tasks.length > tasksShown ? [...shown, `  and ${tasks.length - tasksShown} more`] : shown;
};

export const exportLines = ({ environment }: Simulation): readonly string[] =>
  Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`);

/** How to ask a running simulation for faults. */
const faultLines = ({ controlUrl }: Simulation): readonly string[] => {
  const asks = [
    [`curl -X POST '${controlUrl}?kind=throttle&times=5'`, "sets one"],
    [`curl ${controlUrl}`, "lists them, and every kind there is"],
    [`curl -X DELETE ${controlUrl}`, "takes them back"],
  ] as const;
  const width = Math.max(...asks.map(([ask]) => ask.length));
  return asks.map(([ask, what]) => `  ${ask.padEnd(width)}   ${what}`);
};

/** What `taskvitals simulate` says when it is ready. */
export const simulationLines = (
  simulation: Simulation,
  shape: Shape,
  { mode, program }: { readonly mode: "live" | "scripted"; readonly program: string },
): readonly string[] => [
  `An ECS task metadata endpoint is simulated at ${simulation.origin}`,
  `(${words(shape)}; ${mode === "live" ? "real processes, measured" : "scripted, with exact counters"}).`,
  "",
  "Point an agent at it, in another terminal:",
  ...exportLines(simulation),
  `  ${program} once`,
  "",
  "Tasks and their addresses:",
  ...taskLines(simulation),
  ...(simulation.webServerUrl === undefined ? [] : ["", `The simulated web server: ${simulation.webServerUrl}`]),
  "",
  "Faults:",
  ...faultLines(simulation),
  ...(simulation.notes.length === 0 ? [] : ["", ...simulation.notes.map((note) => `Note: ${note}`)]),
  "",
  "Ctrl-C stops it.",
];

/** Every kind of fault with its options, for `--help`. */
export const faultHelp = (): string =>
  [
    "Faults (--fault kind[,option=value...], any number of times; or by POST while it runs):",
    ...faultKinds().map(
      ({ kind, meaning, options }) => `  ${kind.padEnd(14)} ${meaning} (${Object.keys(options).join(", ")})`,
    ),
    "",
  ].join("\n");
