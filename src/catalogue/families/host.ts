import type { Family } from "../define.ts";

const since = "0.1.0";
const where = { launch: ["ec2", "managed-instances", "anywhere", "docker"] } as const;

/** The machine that the containers run on. */
export const host = {
  "host.memory.total": {
    scope: "host",
    kind: "gauge",
    unit: "By",
    description: "Memory of the machine.",
    source: { docker: "/proc/meminfo MemTotal" },
    where,
    lasting: true,
    since,
  },
} as const satisfies Family;
