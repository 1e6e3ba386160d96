import { parseArgs } from "node:util";
import { openFakeCluster } from "./cluster.ts";
import { serveCluster } from "./server.ts";

/** `node test/fakes/elasticsearch/main.ts --port 9200 --flavour opensearch --version 2.19.1 --authorization "ApiKey ..."` */
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "9200" },
    flavour: { type: "string", default: "elasticsearch" },
    version: { type: "string", default: "8.15.3" },
    authorization: { type: "string" },
  },
});

const cluster = openFakeCluster({
  flavour: values.flavour === "opensearch" ? "opensearch" : "elasticsearch",
  version: values.version,
  ...(values.authorization === undefined ? {} : { authorization: values.authorization }),
});
const { url } = await serveCluster(cluster, Number(values.port));
process.stdout.write(
  `a strict fake of ${values.flavour} ${values.version} at ${url}; documents at ${url}/_fake/documents\n`,
);
