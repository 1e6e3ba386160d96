import { describe, expect, it } from "vitest";
import { bodyOf, fargatePlace, openOutput } from "../../../test/datadog/open-output.ts";
import { daemonPlace } from "../../../test/datadog/snapshots.ts";
import type { Place } from "../../model/place.ts";
import type { HttpClient, HttpRequest } from "../../ports/http-client.ts";
import type { SeriesItem } from "./item.ts";

const item: SeriesItem = { route: "series", metric: "m", value: 1, atMs: 1000, tags: "" };

/** An instance metadata service, version 2: no token, no answer. */
const service = (id: string, tokens = true) => {
  const asked: string[] = [];
  const http: HttpClient = {
    request: async ({ method = "GET", url, headers = {} }: HttpRequest) => {
      asked.push(`${method} ${url}`);
      const answer = (status: number, body: string) => ({ ok: true, status, headers: {}, body }) as const;
      if (method === "PUT" && url.endsWith("/latest/api/token")) {
        const lifetime = Number(headers["x-aws-ec2-metadata-token-ttl-seconds"]);
        return tokens && lifetime >= 1 ? answer(200, "token==") : answer(403, "");
      }
      if (headers["x-aws-ec2-metadata-token"] !== "token==") return answer(401, "");
      return url.endsWith("/latest/meta-data/instance-id") ? answer(200, id) : answer(404, "");
    },
    lines: async () => ({ ok: false, reason: "refused", detail: "" }),
    close: async () => {},
  };
  return { http, asked };
};

const hostAfter = async (
  http: HttpClient,
  place: Place = daemonPlace,
  config: Readonly<Record<string, unknown>> = {},
) => {
  const output = openOutput({ http, place, config });
  const outcome = await output.prepare(undefined, new AbortController().signal);
  return { outcome, body: bodyOf(output.encode([item])) };
};

const withHost = (name: string) => ({
  series: [expect.objectContaining({ resources: [{ type: "host", name }] })],
});

describe("the host", () => {
  it("is the instance's id on EC2, asked of the instance metadata service", async () => {
    const { http, asked } = service("i-0123456789abcdef0");
    const { outcome, body } = await hostAfter(http);
    expect(outcome).toEqual({ kind: "accepted" });
    expect(body).toEqual(withHost("i-0123456789abcdef0"));
    expect(asked).toEqual([
      "PUT http://169.254.169.254/latest/api/token",
      "GET http://169.254.169.254/latest/meta-data/instance-id",
    ]);
  });

  it("is asked for once, and at another address where that is set", async () => {
    const { http, asked } = service("i-0a");
    const config = { instanceMetadataUrl: "http://[fd00:ec2::254]/" };
    const output = openOutput({ http, place: daemonPlace, config });
    for (const _ of [1, 2]) await output.prepare(undefined, new AbortController().signal);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toBe("GET http://[fd00:ec2::254]/latest/meta-data/instance-id");
  });

  it("is DD_HOSTNAME where that is set, and nobody is asked", async () => {
    const { http, asked } = service("i-0a");
    const { body } = await hostAfter(http, daemonPlace, { hostname: "web-1" });
    expect(body).toEqual(withHost("web-1"));
    expect(asked).toEqual([]);
  });

  it("is nothing on Fargate, and nobody is asked", async () => {
    const { http, asked } = service("i-0a");
    const { outcome, body } = await hostAfter(http, fargatePlace);
    expect(outcome).toEqual({ kind: "accepted" });
    expect(body).toEqual({ series: [{ metric: "m", type: 3, points: [{ timestamp: 1, value: 1 }], tags: [] }] });
    expect(asked).toEqual([]);
  });

  it.each<[string, HttpClient]>([
    ["refuses", service("i-0a", false).http],
    ["is something else", service("<html>").http],
  ])("is not known where the service %s: told, and no reason not to deliver", async (_what, http) => {
    const { outcome, body } = await hostAfter(http);
    expect(outcome).toMatchObject({ kind: "partly", rejected: [], problem: { code: "output-host" } });
    expect(body).toEqual({ series: [expect.not.objectContaining({ resources: expect.anything() })] });
  });

  it("may stay unknown to a sidecar, whose series are told apart by the task's tags", async () => {
    const place: Place = { form: "sidecar", launchType: "EC2", reasons: [] };
    const { outcome } = await hostAfter(service("i-0a", false).http, place);
    expect(outcome).toEqual({ kind: "accepted" });
    expect((await hostAfter(service("i-0a").http, place)).body).toEqual(withHost("i-0a"));
  });
});
