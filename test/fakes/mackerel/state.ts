import type { z } from "zod";
import type { checkReports, graphDefinitions, hostBody } from "./rules.ts";

/** What the fake has: its answers come from here, and tests look into it. */
export interface FakeHost {
  readonly id: string;
  name: string;
  displayName: string | undefined;
  memo: string;
  customIdentifier: string | null;
  meta: Record<string, unknown>;
  interfaces: unknown[];
  roles: Set<string>;
  checks: NonNullable<z.output<typeof hostBody>["checks"]>;
  status: string;
  size: string;
  readonly createdAt: number;
  isRetired: boolean;
}

export interface StoredValue {
  readonly time: number;
  readonly value: number;
}

/** Values of one host or service: name, then minute. A later value of a minute overwrites. */
export type Values = Map<string, Map<number, StoredValue>>;

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly atMs: number;
  readonly bodyBytes: number;
}

export interface FakeState {
  readonly hosts: Map<string, FakeHost>;
  readonly hostValues: Map<string, Values>;
  readonly serviceValues: Map<string, Values>;
  readonly services: Set<string>;
  readonly definitions: Map<string, z.output<typeof graphDefinitions>[number]>;
  readonly reports: z.output<typeof checkReports>["reports"];
  /** What Mackerel drops without a word: too old, or too far in the future; reports told before, or too old. */
  readonly dropped: { readonly why: string; readonly what: unknown }[];
  readonly requests: SeenRequest[];
  /** What was refused, and why. */
  readonly refusals: { readonly path: string; readonly status: number; readonly message: string }[];
}

export const emptyState = (): FakeState => ({
  hosts: new Map(),
  hostValues: new Map(),
  serviceValues: new Map(),
  services: new Set(),
  definitions: new Map(),
  reports: [],
  dropped: [],
  requests: [],
  refusals: [],
});

/** A host as the API shows it. */
export const shownHost = (host: FakeHost) => {
  const roles: Record<string, string[]> = {};
  for (const fullname of host.roles) {
    const [service = "", role = ""] = fullname.split(":");
    roles[service] = [...(roles[service] ?? []), role];
  }
  return { ...host, roles, checks: undefined, type: "agent" };
};

export const storeValue = (values: Values, name: string, time: number, value: number): void => {
  const minutes = values.get(name) ?? new Map<number, StoredValue>();
  minutes.set(Math.floor(time / 60), { time, value });
  values.set(name, minutes);
};

/** The whole state as JSON, for whoever asks over HTTP. */
export const shownState = (state: FakeState) => {
  const shownValues = (all: Map<string, Values>) =>
    Object.fromEntries(
      [...all].map(([owner, values]) => [
        owner,
        Object.fromEntries([...values].map(([name, minutes]) => [name, [...minutes.values()]])),
      ]),
    );
  return {
    hosts: [...state.hosts.values()].map((host) => ({ ...shownHost(host), checks: host.checks })),
    hostValues: shownValues(state.hostValues),
    serviceValues: shownValues(state.serviceValues),
    services: [...state.services],
    definitions: [...state.definitions.values()],
    reports: state.reports,
    dropped: state.dropped,
    requests: state.requests,
    refusals: state.refusals,
  };
};
