import type { Family } from "../define.ts";

const since = "0.1.0";
const where = { launch: ["ec2", "anywhere", "docker"] } as const;

/** Counts of containers per image on one Docker host, as the old Docker agent gave them. */
export const docker = {
  "docker.containers.running": {
    scope: "image",
    kind: "gauge",
    unit: "{container}",
    description: "Running containers of an image on this host.",
    source: { docker: "list State" },
    where,
    since,
  },
  "docker.containers.stopped": {
    scope: "image",
    kind: "gauge",
    unit: "{container}",
    description: "Containers of an image on this host that do not run.",
    source: { docker: "list State" },
    where,
    since,
  },
} as const satisfies Family;
