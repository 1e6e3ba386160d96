import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { freePort } from "../free-port.ts";
import { command, startCommand } from "./command.ts";
import { inProcess } from "./in-process.ts";

const browser = { accept: "text/html" };

describe("open", () => {
  it("prints a link that lets a browser in once, and then its session", async () => {
    const port = await freePort();
    const environment = { TASKVITALS_SERVER_PORT: String(port) };
    await using agent = startCommand(["run"], environment);
    await agent.until(async () => {
      const { code } = await inProcess(["open"], environment);
      return code === 0 ? true : undefined;
    });
    const { code, out, err } = await command(["open", "--host", "10.0.1.2"], environment);
    expect({ code, err }).toEqual({ code: 0, err: "It works once, and for five minutes.\n" });
    const link = /^http:\/\/10\.0\.1\.2:\d+(\/\?open=[\w-]{32})\n$/.exec(out)?.[1] ?? "";
    const first = await fetch(`http://127.0.0.1:${port}${link}`, { headers: browser });
    expect(first.headers.get("refresh")).toBe("0;url=./");
    expect(first.headers.get("set-cookie")).toMatch(/^taskvitals-\d+=.*; HttpOnly; SameSite=Strict; Path=\//);
    const second = await fetch(`http://127.0.0.1:${port}${link}`, { headers: browser });
    expect(second.headers.get("set-cookie")).toBeNull();
    expect(agent.err()).not.toContain(link.slice(-32));
  });

  it("says where to run it when no agent answers, and what to do", async () => {
    const port = await freePort();
    const { code, out, err } = await inProcess(["open", "--port", String(port)]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(`No taskvitals answers on this machine: http://127.0.0.1:${port}`);
    expect(err).toContain("ECS Exec");
  });

  it("takes no other program for the agent", async () => {
    const other = createServer((_, reply) => reply.end("hello")).listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    try {
      const { code, err } = await inProcess(["open"], { TASKVITALS_SERVER_PORT: String(port) });
      expect(code).toBe(1);
      expect(err).toContain("something else answers there, with 200");
    } finally {
      other.close();
    }
  });

  it("gives the agent's own reason when it refuses", async () => {
    const port = await freePort();
    const environment = { TASKVITALS_SERVER_PORT: String(port) };
    await using agent = startCommand(["run"], { ...environment, TASKVITALS_SERVER_PAGE: "off" });
    await agent.until(async () => (agent.err().includes("taskvitals started") ? true : undefined));
    const { code, err } = await inProcess(["open"], environment);
    expect(code).toBe(1);
    expect(err).toContain("Turned off in the configuration (server.page)");
  });

  it("warns of a name that the agent does not answer to, and refuses what is none", async () => {
    const port = await freePort();
    const environment = { TASKVITALS_SERVER_PORT: String(port) };
    await using agent = startCommand(["run"], environment);
    await agent.until(async () => (agent.err().includes("taskvitals started") ? true : undefined));
    const named = await inProcess(["open", "--host", "https://vitals.example.com"], environment);
    expect(named.out).toMatch(/^https:\/\/vitals\.example\.com\/\?open=/);
    expect(named.err).toContain("server.hosts");
    const hosts = { ...environment, TASKVITALS_SERVER_HOSTS: "vitals.example.com" };
    expect((await inProcess(["open", "--host", "https://vitals.example.com"], hosts)).err).not.toContain(
      "server.hosts",
    );
    expect((await inProcess(["open", "--host", "two words"], environment)).code).toBe(2);
  });
});
