import { once } from "node:events";
import { parseArgs } from "node:util";
import { openFakeRemoteWrite } from "./server.ts";

/** `node test/fakes/remote-write/main.ts --port 9191`: a strict store for any sender, until it is interrupted. */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "9191" },
    host: { type: "string", default: "127.0.0.1" },
    authorization: { type: "string" },
  },
});

const { authorization } = values;
await using fake = await openFakeRemoteWrite({
  port: Number(values.port),
  host: values.host,
  ...(authorization === undefined ? {} : { authorization }),
});
process.stdout.write(`Send to ${fake.writeUrl}; what it took: ${fake.url}/fake/state\n`);
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
