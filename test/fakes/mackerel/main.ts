import { parseArgs } from "node:util";
import { usualKey } from "./api.ts";
import { startFakeMackerel } from "./server.ts";

/** `node test/fakes/mackerel/main.ts --port 8140`: the stand-in as a server of its own, for any client. */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8140" },
    host: { type: "string", default: "127.0.0.1" },
    key: { type: "string", default: usualKey },
    micro: { type: "boolean", default: false },
  },
});

const fake = await startFakeMackerel({
  port: Number(values.port),
  host: values.host,
  keys: { [values.key]: "write" },
  size: values.micro ? "micro" : "standard",
});
process.stdout.write(`Mackerel stand-in at ${fake.url}, key ${values.key}; what it took: ${fake.url}/fake/state\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void fake.close());
