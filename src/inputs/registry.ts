import type { InputDefinition } from "../ports/input.ts";
import { appMetrics } from "./app-metrics/index.ts";
import { dockerEngine } from "./docker-engine/index.ts";
import { ecsTaskMetadata } from "./ecs-task-metadata/index.ts";
import { host } from "./host/index.ts";

/** Every input there is. Where two see the same resource, the one listed first counts. */
export const inputs: readonly InputDefinition[] = [ecsTaskMetadata, dockerEngine, host, appMetrics];
