import { describe, expect, it } from "vitest";
import { loadSettings } from "../config/load.ts";
import type { Tree } from "../config/tree.ts";
import type { Files } from "../ports/files.ts";
import { configurationInForce } from "./configuration-in-force.ts";

const noFile = { ok: false, reason: "not-found", detail: "" } as const;
const noFiles: Files = {
  readText: async () => noFile,
  list: async () => [],
  isSocket: async () => false,
  fileSystem: async () => noFile,
};

const inForce = async (overrides: Tree) => {
  const { settings, problems } = await loadSettings({ environment: {}, files: noFiles, overrides });
  expect(problems).toEqual([]);
  const options = configurationInForce(settings);
  return (name: string) => options.find(({ option }) => option === name);
};

describe("the configuration in force", () => {
  it("has every option with its value, and whether that is the default", async () => {
    const of = await inForce({ intervalMs: 5000, outputs: { prometheus: { enabled: "on" } } });
    expect(of("intervalMs")).toMatchObject({ value: "5000", set: true });
    expect(of("server.port")).toMatchObject({ value: "9546", set: false });
    expect(of("server.host")).toMatchObject({ value: "", set: false });
    expect(of("outputs.prometheus.enabled")).toMatchObject({ value: "on", set: true });
    expect(of("outputs.prometheus.dialects")?.value).toMatch(/^\["taskvitals"/);
  });

  it("shows no secret, and says that there is one", async () => {
    const of = await inForce({ outputs: { datadog: { apiKey: "hush" }, otlp: { headers: ["api-key=hush"] } } });
    expect(of("outputs.datadog.apiKey")).toMatchObject({ value: "••••", set: true });
    expect(of("outputs.otlp.headers")).toMatchObject({ value: "••••", set: true });
    expect(of("outputs.mackerel.apiKey")).toMatchObject({ value: "", set: false });
    expect(of("outputs.prometheus-remote-write.headers")).toMatchObject({ value: "", set: false });
  });

  it("shows addresses without users, passwords and keys in them", async () => {
    const of = await inForce({
      outputs: { mackerel: { apiBase: "https://me:hush@api.example.com/x?api_key=hush&page=2" } },
    });
    expect(of("outputs.mackerel.apiBase")?.value).toBe("https://••••@api.example.com/x?api_key=••••&page=2");
  });
});
