import { describe, expect, it } from "vitest";
import { nearest } from "./nearest.ts";

describe("nearest", () => {
  it.each([
    ["intervalM", ["intervalMs", "form"], "intervalMs"],
    ["INTERVALMS", ["intervalMs", "form"], "intervalMs"],
    ["PORT", ["FORM", "SERVER_PORT"], "SERVER_PORT"],
    ["prot", ["host", "port"], "port"],
    ["interval", ["stopTimeoutMs", "intervalMs"], "intervalMs"],
    ["sever", ["server", "log"], "server"],
    ["TASKVITALS_PORT", ["TASKVITALS_SERVER_PORT", "TASKVITALS_LOG_LEVEL"], "TASKVITALS_SERVER_PORT"],
    ["TASKVITALS_LOGLEVEL", ["TASKVITALS_SERVER_PORT", "TASKVITALS_LOG_LEVEL"], "TASKVITALS_LOG_LEVEL"],
    ["warning", ["debug", "info", "warn", "error"], "warn"],
    ["timeout", ["maxBodyBytes", "timeoutMs"], "timeoutMs"],
  ])("%s among %j is %s", (name, names, expected) => {
    expect(nearest(name, names)).toBe(expected);
  });

  it.each([
    ["colour", ["intervalMs", "form"]],
    ["x", ["on", "off"]],
    ["", ["on", "off"]],
    ["anything", []],
  ])("%s among %j is none of them", (name, names) => {
    expect(nearest(name, names)).toBeUndefined();
  });
});
