import { z } from "zod";
import { cloudwatchNames, cloudwatchUsual } from "../../catalogue/names/cloudwatch.ts";
import { type DimensionName, dimensionNames, idNames } from "../../catalogue/names/cloudwatch-dimensions.ts";
import { appOptions } from "../../formats/app-choice/options.ts";

const unique = (list: readonly string[]): boolean => new Set(list).size === list.length;

const isDimensionName = (text: string): text is DimensionName => dimensionNames.some((name) => name === text);

/** The names in a set as it is configured; undefined when it is none. */
export const readDimensions = (text: string): readonly DimensionName[] | undefined => {
  const names = text.split(" ").filter((name) => name !== "");
  return names.length > 0 && unique(names) && names.every(isDimensionName) ? names : undefined;
};

const isId = (name: string): boolean => idNames.some((id) => id === name);

/** CloudWatch keeps names that begin so for itself (PutMetricData, "Namespace"). */
const isNamespace = (text: string): boolean =>
  /^[\w.\-/#: ]+$/.test(text) && text.trim() !== "" && !text.startsWith("AWS/");

const idFault =
  "its ids make new metrics with every task, each paid for by itself; ids are properties of every line, which Logs Insights finds. To pay all the same, set idDimensions to allow";

export const stdoutConfig = z
  .strictObject({
    format: z
      .enum(["json", "emf"])
      .optional()
      .describe(
        "What is written, a JSON object a line; writing is on when this is set. `json`: everything, in the catalogue's own names; `emf`: CloudWatch's embedded metric format, of which CloudWatch Logs makes metrics.",
      ),
    intervalMs: z
      .int()
      .min(1000)
      .max(300_000)
      .default(60_000)
      .describe("Time between two lines about the same task or container. Log stores bill by bytes: take note."),
    internalContainers: z
      .enum(["hide", "show"])
      .default("hide")
      .describe("The pause and volume containers that ECS adds to a task. Hidden ones still count in the task's sums."),
    apps: appOptions({ metrics: ["*"], maxSeries: 2000 }, "Lines of `json`; `emf` has none.")
      .prefault({})
      .describe("Apps' own metrics"),
    namespace: z
      .string()
      .min(1)
      .max(255)
      .refine(isNamespace, "letters, digits, spaces and .-_/#: that do not begin with AWS/")
      .default("taskvitals")
      .describe("emf: the namespace of the metrics in CloudWatch.")
      .meta({ env: "AWS_EMF_NAMESPACE" }),
    metrics: z
      .array(z.enum(cloudwatchNames))
      .min(1)
      .max(100)
      .refine(unique, "each metric at most once")
      .default([...cloudwatchUsual])
      .describe("emf: the metrics. CloudWatch bills for each one, for every combination of dimensions."),
    dimensions: z
      .array(z.string().refine((text) => readDimensions(text) !== undefined, `names of ${dimensionNames.join(", ")}`))
      .min(1)
      .max(30)
      .default(["ClusterName ServiceName", "ClusterName ServiceName ContainerName"])
      .describe(
        "emf: sets of dimensions, their names with spaces between. Sets with ContainerName are for what is told of containers, the others for tasks. For a task without a service, TaskDefinitionFamily stands in for ServiceName.",
      ),
    idDimensions: z
      .enum(["refuse", "allow"])
      .default("refuse")
      .describe(
        "emf: whether dimensions may be ids (TaskId, ContainerId, TaskDefinitionRevision), each value of which makes new metrics that are paid for.",
      ),
  })
  .superRefine(({ dimensions, idDimensions }, context) => {
    if (idDimensions === "allow") return;
    for (const [place, text] of dimensions.entries()) {
      if (!readDimensions(text)?.some(isId)) continue;
      context.addIssue({ code: "custom", path: ["dimensions", place], message: idFault });
    }
  });

export type StdoutConfig = z.output<typeof stdoutConfig>;
