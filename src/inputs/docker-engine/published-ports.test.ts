import { expect, test } from "vitest";
import type { ListedPort } from "./listing.ts";
import { publishedPorts } from "./published-ports.ts";

const port = (containerPort: number, hostPort?: number, hostIp?: string, protocol = "tcp"): ListedPort => ({
  containerPort,
  protocol,
  hostPort,
  hostIp,
});

test("of both families the row of IPv4 counts, whichever comes first", () => {
  const four = port(80, 32768, "0.0.0.0");
  const six = port(80, 32769, "::");
  expect(publishedPorts([four, six])).toEqual([four]);
  expect(publishedPorts([six, four])).toEqual([four]);
  expect(publishedPorts([six])).toEqual([six]);
});

test("a published row counts before a bare one", () => {
  const published = port(80, 32769, "::");
  expect(publishedPorts([port(80), published])).toEqual([published]);
});

test("single addresses and protocols are publications of their own", () => {
  const rows = [port(80, 8080, "127.0.0.1"), port(80, 8081, "10.0.0.1"), port(53, 53, "0.0.0.0", "udp"), port(53)];
  expect(publishedPorts(rows)).toEqual(rows);
});

test("of a long range the first hundred", () => {
  const rows = Array.from({ length: 3000 }, (_, index) => port(20_000 + index, 20_000 + index, "0.0.0.0"));
  expect(publishedPorts(rows)).toEqual(rows.slice(0, 100));
});
