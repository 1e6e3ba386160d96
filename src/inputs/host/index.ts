import type { InputDefinition } from "../../ports/input.ts";
import { configSchema, type HostConfig } from "./config.ts";
import { openHost } from "./input.ts";

export const host = {
  name: "host",
  description: "The machine itself: CPU, memory, load, disks and network, by its own files",
  config: configSchema,
  families: ["host"],
  forms: ["daemon", "standalone"],
  permissions: [],
  // The root file system at /host would tell its space, too: more than is to be given without a thought.
  mounts: [
    {
      source: "/proc",
      target: "/host/proc",
      readOnly: true,
      without: "no network of the machine",
    },
  ],
  refreshMs: 1000,
  detect: ({ form }) => {
    if (form === "daemon")
      return { on: true, why: "the agent is a daemon: the machine's figures go beside its tasks'" };
    // An agent that finds no containers is to say so, and not to look as though all were well.
    return { on: false, why: "the agent is no daemon of this machine" };
  },
  create: openHost,
} as const satisfies InputDefinition<"host", HostConfig>;
