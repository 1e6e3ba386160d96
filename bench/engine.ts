import { getuid } from "node:process";
import { run } from "../test/e2e/servers/run.ts";
import { type EngineCost, measuredMs, measureEngine } from "./engine-cost.ts";
import { intervalMs } from "./scenario.ts";
import { against, circumstances, fixed, megabytes, paragraphs, type Section, table } from "./section.ts";

const containers = Number(process.env.ENGINE_CONTAINERS ?? "200");
/** One per cent of a core, in ms a second. */
const budgetMs = 10;

const row = ({ way, agentMs, agentResidentBytes, engineMs }: EngineCost): string[] => [
  way,
  agentMs === undefined ? "" : against(agentMs, way === "the host's files" ? budgetMs : undefined, 1),
  fixed(engineMs, 1),
  agentResidentBytes === undefined ? "" : megabytes(agentResidentBytes),
];

const hasEngine = (): Promise<boolean> =>
  run(["sh", "-c", "command -v dockerd"]).then(
    () => getuid?.() === 0,
    () => false,
  );

/** What each way to the figures costs agent and engine. Needs root and a `dockerd`; undefined without. */
export const engine = async (): Promise<Section | undefined> => {
  if (!(await hasEngine())) {
    console.error("engine: left out, since it needs root and dockerd");
    return undefined;
  }
  const where = circumstances();
  const costs = await measureEngine(containers);
  const version = (await run(["dockerd", "--version"])).trim();
  return {
    title: "Ways to the figures of a real Docker Engine",
    text: paragraphs(
      where,
      `${version}, ${containers} idle containers. CPU in ms a second over ${measuredMs / 1000} s: of the agent, with a collection every\n${intervalMs / 1000} s, and of the engine with containerd and its shims. 10 ms/s are 1 % of a core.`,
      table(["way", "agent ms/s", "engine ms/s", "agent resident MB"], costs.map(row)),
      "A stream gives figures every second, and is how `docker stats` and most agents read; taskvitals does not use it.",
    ),
  };
};
