import { z } from "zod";

const hostName = /^(?!-)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/;

const networks = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
const isNetwork = (text: string): boolean => networks.safeParse(text).success;

const options = z.strictObject({
  host: z.string().min(1).optional().describe("Address to listen on; all addresses of the machine when left out"),
  port: z
    .int()
    .min(0)
    .max(65535)
    .default(9546)
    .describe("Port for everything; 0 takes any free one")
    .meta({ env: "ECS_METRICS_EXPORTER_PORT" }),
  documents: z
    .enum(["loopback", "any", "off"])
    .default("loopback")
    .describe("Who may read /stats and /task, the source's own JSON, which tells more than metrics do"),
  page: z
    .enum(["loopback", "off"])
    .default("loopback")
    .describe(
      "The live page and its API: on this machine, and from elsewhere with a token, by a link of `taskvitals open`, or through a trusted proxy; or off. docs/page.md tells how",
    ),
  advertise: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,253}$/, "must be a host name or an address, without a port")
    .optional()
    .describe("How this machine is called in what /sd lists; left out: as whoever asks calls it"),
  token: z
    .string()
    .trim()
    .min(16)
    .regex(/^[\x21-\x7e]+$/, "must be one line of printable characters, without spaces")
    .optional()
    .describe(
      "Lets in from elsewhere, as Authorization: Bearer; at least 16 characters. Left out, links of `taskvitals open` alone do, until the agent is started anew",
    )
    .meta({ secret: true }),
  hosts: z
    .array(z.string().regex(hostName, "must be a host name, without a port"))
    .default([])
    .describe("Host names under which the page may be asked for, besides localhost and addresses"),
  trustedProxies: z
    .array(z.string().refine(isNetwork, "must be an address, or a range such as 10.0.0.0/16"))
    .default([])
    .describe(
      "Addresses of proxies that say who the user is. Each can let in anybody: name load balancers' own subnets, nothing wider",
    ),
  proxyUserHeader: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, "must be the name of a header")
    .optional()
    .describe(
      "Header in which those proxies name the user they have let in, such as x-amzn-oidc-identity; a request of theirs with it may read the page",
    ),
});

/** The one port, and who may read what on it. */
export const server = options.refine(
  ({ proxyUserHeader, trustedProxies }) => proxyUserHeader === undefined || trustedProxies.length > 0,
  { path: ["proxyUserHeader"], error: "is believed of nobody while server.trustedProxies is empty" },
);

export type ServerSettings = z.infer<typeof server>;
