import { once } from "node:events";
import { parseArgs } from "node:util";
import { openFakeDatadog } from "./server.ts";

/** `node test/fakes/datadog/main.ts --port 9126`: runs until it is interrupted. */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "9126" },
    host: { type: "string", default: "127.0.0.1" },
    "api-key": { type: "string" },
  },
});

const apiKey = values["api-key"];
await using fake = await openFakeDatadog({
  port: Number(values.port),
  host: values.host,
  ...(apiKey === undefined ? {} : { apiKey }),
});
process.stdout.write(`DD_URL=${fake.url} DD_API_KEY=${apiKey ?? "0123456789abcdef0123456789abcdef"}\n`);
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
