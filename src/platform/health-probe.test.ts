import { createServer } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "../../test/free-port.ts";
import { answersOk } from "./health-probe.ts";

const server = createServer((request, response) => {
  if (request.url === "/broken") response.destroy();
  else response.writeHead(request.url === "/healthz" ? 200 : 503).end("{}");
});
let origin = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});
afterAll(() => {
  server.close();
});

it("is well only with 200", async () => {
  expect(await answersOk(`${origin}/healthz`)).toBe(true);
  expect(await answersOk(`${origin}/other`)).toBe(false);
  expect(await answersOk(`${origin}/broken`)).toBe(false);
});

it("is not well where nobody listens", async () => {
  expect(await answersOk(`http://127.0.0.1:${await freePort()}/healthz`)).toBe(false);
});
