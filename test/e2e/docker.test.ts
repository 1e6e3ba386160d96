import { afterAll, beforeAll, describe } from "vitest";
import { testFigures } from "./docker/figures.ts";
import { testLifecycle } from "./docker/lifecycle.ts";
import { type DockerHost, startDockerHost } from "./servers/docker-host.ts";

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());

let host: DockerHost;

beforeAll(async () => {
  host = stack.use(
    await startDockerHost({ TASKVITALS_OUTPUTS_STDOUT_FORMAT: "json", TASKVITALS_OUTPUTS_STDOUT_INTERVAL_MS: "1000" }),
  );
});

describe("figures", () => testFigures(() => host));
describe("lifecycle", () => testLifecycle(() => host));
