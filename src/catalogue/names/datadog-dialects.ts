import { datadogContainer } from "./datadog-container.ts";
import type { DatadogDialect, DatadogDialectName } from "./datadog-dialect.ts";
import { datadogDocker } from "./datadog-docker.ts";
import { datadogEcsFargate } from "./datadog-ecs-fargate.ts";
import { datadogTaskvitals } from "./datadog-taskvitals.ts";

/** Every Datadog dialect by name. */
export const datadogDialects: Readonly<Record<DatadogDialectName, DatadogDialect>> = {
  docker: datadogDocker,
  "ecs.fargate": datadogEcsFargate,
  container: datadogContainer,
  taskvitals: datadogTaskvitals,
};

/** What is sent when nothing else was asked for, by the launch type of the resource's task; `""` for all others. */
export const datadogDialectOf: Readonly<Record<string, DatadogDialectName>> = {
  FARGATE: "ecs.fargate",
  "": "docker",
};
