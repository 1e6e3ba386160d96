import type { AttributeDefinition, Availability } from "../define.ts";

/** What the kernel's pressure accounting (PSI) tells apart. */
export const pressureAttributes = {
  resource: { description: "What was waited for", values: ["cpu", "memory", "io"] },
  kind: {
    description: "some: at least one process waited; full: all that had work to do",
    values: ["some", "full"],
  },
} as const satisfies Readonly<Record<string, AttributeDefinition>>;

export const pressureWhere = {
  launch: ["ec2", "anywhere", "docker"],
  cgroup: ["v2"],
  note: "daemon, from the host's files; where the kernel accounts pressure (psi=1 on some)",
} as const satisfies Availability;
