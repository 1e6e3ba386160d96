import { once } from "node:events";
import { parseArgs } from "node:util";
import { openFakeOtlp } from "./server.ts";

/** `node test/fakes/otlp/main.ts --port 4318`: a strict receiver for any sender, until it is interrupted. */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4318" },
    host: { type: "string", default: "127.0.0.1" },
  },
});

await using fake = await openFakeOtlp({ port: Number(values.port), host: values.host });
process.stdout.write(`OTEL_EXPORTER_OTLP_ENDPOINT=${fake.url}; what it took: ${fake.url}/fake/state\n`);
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
