import { describe, expect, it } from "vitest";
import type { Files } from "../ports/files.ts";
import { loadSettings } from "./load.ts";

const noFiles: Files = {
  readText: async () => ({ ok: false, reason: "not-found", detail: "" }),
  list: async () => [],
  isSocket: async () => false,
  fileSystem: async () => ({ ok: false, reason: "not-found", detail: "" }),
};

const load = async (environment: Readonly<Record<string, string>>) => {
  const { settings, problems } = await loadSettings({ environment, files: noFiles });
  return { server: settings.server, problems };
};

describe("server", () => {
  it("takes lists with commas from the environment", async () => {
    const { server, problems } = await load({
      TASKVITALS_SERVER_TOKEN: "0123456789abcdef",
      TASKVITALS_SERVER_HOSTS: "vitals.example.com, monitor",
      TASKVITALS_SERVER_TRUSTED_PROXIES: "10.0.0.0/16,fd00::/8,192.0.2.7",
      TASKVITALS_SERVER_PROXY_USER_HEADER: "x-amzn-oidc-identity",
    });
    expect(problems).toEqual([]);
    expect(server).toMatchObject({
      token: "0123456789abcdef",
      hosts: ["vitals.example.com", "monitor"],
      trustedProxies: ["10.0.0.0/16", "fd00::/8", "192.0.2.7"],
      proxyUserHeader: "x-amzn-oidc-identity",
    });
  });

  it.each(["short", "fifteen.letters", "with a space in between"])(
    "refuses the token %s, and does not show it",
    async (token) => {
      const { server, problems } = await load({ TASKVITALS_SERVER_TOKEN: token });
      expect(server.token).toBeUndefined();
      expect(problems).toMatchObject([{ code: "config-value", subject: "server.token" }]);
      expect(problems[0]?.detail).not.toContain(token);
    },
  );

  it("says that a user's header alone lets nobody in", async () => {
    const { server, problems } = await load({ TASKVITALS_SERVER_PROXY_USER_HEADER: "x-forwarded-user" });
    expect(server.proxyUserHeader).toBeUndefined();
    expect(problems).toMatchObject([{ code: "config-value", subject: "server.proxyUserHeader" }]);
    expect(problems[0]?.detail).toContain("server.trustedProxies");
  });

  it.each([
    ["TASKVITALS_SERVER_TRUSTED_PROXIES", "10.0.0.0/16,everybody", "trustedProxies"],
    ["TASKVITALS_SERVER_TRUSTED_PROXIES", "10.0.0.0/33", "trustedProxies"],
    ["TASKVITALS_SERVER_HOSTS", "vitals.example.com:443", "hosts"],
    ["TASKVITALS_SERVER_HOSTS", "*", "hosts"],
  ] as const)("lets nobody in by a fault: %s=%s", async (variable, value, key) => {
    const { server, problems } = await load({ [variable]: value });
    expect(server[key]).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual(["config-value"]);
  });
});
