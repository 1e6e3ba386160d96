import { expect, it } from "vitest";
import { command } from "./command.ts";
import { inProcess } from "./in-process.ts";

it("says every fault with its place, reason and nearest right key, and exits with 3", async () => {
  const text = "sever:\n  port: 1\nlog:\n  level: loud\ninputs:\n  docker-enigne: {}\n";
  const { code, out, err } = await command(["check"], { TASKVITALS_CONFIG_CONTENT: text, TASKVITALS_PORT: "1" });
  expect(code).toBe(3);
  expect(err).toContain(
    "a key that does not exist: TASKVITALS_PORT (environment variable; did you mean TASKVITALS_SERVER_PORT?)",
  );
  expect(err).toContain("a key that does not exist: sever (line 1, column 1; did you mean server?)");
  expect(err).toContain("A configuration value is not allowed: log.level (line 4, column 10; must be one of debug, ");
  expect(err).toContain(
    "a key that does not exist: inputs.docker-enigne (line 6, column 3; did you mean docker-engine?)",
  );
  expect(err).toContain("4 faults in the configuration (from TASKVITALS_CONFIG_CONTENT).");
  expect(out).toContain("Inputs\n  ecs-task-metadata");
});

it("says what would be on, and why", async () => {
  const { code, out, err } = await inProcess(["check"], {
    ECS_CONTAINER_METADATA_URI_V4: "http://169.254.170.2/v4/x",
    AWS_EXECUTION_ENV: "AWS_ECS_FARGATE",
    TASKVITALS_OUTPUTS_PROMETHEUS_ENABLED: "off",
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("The configuration is valid (from the environment and defaults).");
  expect(out).toMatch(/ecs-task-metadata +on +task metadata endpoint v4, from ECS_CONTAINER_METADATA_URI_V4/);
  expect(out).toMatch(/prometheus +off +the configuration says off/);
  expect(out).toContain("9546 on all addresses, form sidecar");
});

it("names a file that cannot be read", async () => {
  const { code, err } = await inProcess(["check", "--config", "/nowhere/agent.yaml"]);
  expect(code).toBe(3);
  expect(err).toContain("The configuration cannot be read: /nowhere/agent.yaml");
});
