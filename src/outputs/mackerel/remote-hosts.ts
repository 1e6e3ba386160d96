import { z } from "zod";
import type { Api, Call } from "./api.ts";
import { hostStatuses } from "./config.ts";
import { outputProblem, type Verdict, verdictOf, writeVerdict } from "./outcome.ts";

/** A host as Mackerel tells of it, as far as it matters here. */
const remoteHost = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  customIdentifier: z.string().nullish(),
  status: z.string().optional(),
  size: z.string().optional(),
  isRetired: z.boolean().optional(),
  createdAt: z.number().optional(),
  meta: z.object({ cloud: z.object({ metadata: z.unknown() }).nullish() }).nullish(),
});

export type RemoteHost = z.output<typeof remoteHost>;

const hostList = z.object({ hosts: z.array(remoteHost) });
const created = z.object({ id: z.string().min(1) });
const nameList = z.object({ names: z.array(z.string()) });
const latestValues = z.object({
  tsdbLatest: z.record(z.string(), z.record(z.string(), z.object({ time: z.number() }).nullish())),
});

/** What was asked for, or why it is not there. */
export type Found<Value> = { readonly kind: "found"; readonly value: Value } | Exclude<Verdict, { kind: "good" }>;

/** A list of all hosts has a few kilobytes for each. */
const listBytes = 32 * 1_048_576;
/** Names in one look for a host's latest values: the address must not get too long. */
const namesAtMost = 20;

const query = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");

/** Without a status Mackerel shows those at work and in standby only. */
const allStatuses = hostStatuses.map((status) => ["status", status] as const);

/** Mackerel's hosts. */
export const openRemoteHosts = (api: Api) => {
  const ask = async <Value>(call: Call, shape: z.ZodType<Value>, signal: AbortSignal): Promise<Found<Value>> => {
    const verdict = verdictOf(await api(call, signal));
    if (verdict.kind !== "good") return verdict;
    const { data } = shape.safeParse(verdict.json);
    if (data !== undefined) return { kind: "found", value: data };
    const detail = `${call.method} ${call.path.split("?")[0]}: not what Mackerel answers`;
    return { kind: "retry", problem: outputProblem("output-address", detail) };
  };
  const write = async (call: Call, signal: AbortSignal): Promise<Verdict> => writeVerdict(await api(call, signal));
  const list = (pairs: readonly (readonly [string, string])[], signal: AbortSignal): Promise<Found<RemoteHost[]>> =>
    ask(
      { method: "GET", path: `/api/v0/hosts?${query([...pairs, ...allStatuses])}`, maxBodyBytes: listBytes },
      hostList,
      signal,
    ).then((found) =>
      found.kind === "found"
        ? { kind: "found", value: found.value.hosts.filter((host) => host.isRetired !== true) }
        : found,
    );
  return {
    /** The hosts of these roles (`service:role`); without roles, all of the organization. */
    list: (roles: readonly string[], signal: AbortSignal): Promise<Found<RemoteHost[]>> => {
      const [service = "", role = ""] = roles[0]?.split(":") ?? [];
      return list(
        roles.length === 0
          ? []
          : [
              ["service", service],
              ["role", role],
            ],
        signal,
      );
    },
    /** The host with that custom identifier; undefined when there is none. */
    find: async (identifier: string, signal: AbortSignal): Promise<Found<RemoteHost | undefined>> => {
      const found = await list([["customIdentifier", identifier]], signal);
      if (found.kind !== "found") return found;
      return { kind: "found", value: found.value.find((host) => host.customIdentifier === identifier) };
    },
    create: async (body: unknown, signal: AbortSignal): Promise<Found<string>> => {
      const found = await ask({ method: "POST", path: "/api/v0/hosts", body }, created, signal);
      return found.kind === "found" ? { kind: "found", value: found.value.id } : found;
    },
    update: (id: string, body: unknown, signal: AbortSignal): Promise<Found<unknown>> =>
      ask({ method: "PUT", path: `/api/v0/hosts/${id}`, body }, created, signal),
    setStatus: (id: string, status: string, signal: AbortSignal): Promise<Verdict> =>
      write({ method: "POST", path: `/api/v0/hosts/${id}/status`, body: { status } }, signal),
    retire: (id: string, signal: AbortSignal): Promise<Verdict> =>
      write({ method: "POST", path: `/api/v0/hosts/${id}/retire`, body: {} }, signal),
    /** Epoch seconds of the newest value of the host's metrics; 0 when none is told. */
    newestValue: async (id: string, signal: AbortSignal): Promise<Found<number>> => {
      const names = await ask({ method: "GET", path: `/api/v0/hosts/${id}/metric-names` }, nameList, signal);
      if (names.kind !== "found") return names;
      const pairs = names.value.names.slice(0, namesAtMost).map((name) => ["name", name] as const);
      if (pairs.length === 0) return { kind: "found", value: 0 };
      const path = `/api/v0/tsdb/latest?${query([["hostId", id], ...pairs])}`;
      const latest = await ask({ method: "GET", path }, latestValues, signal);
      if (latest.kind !== "found") return latest;
      const values = Object.values(latest.value.tsdbLatest[id] ?? {});
      return { kind: "found", value: Math.max(0, ...values.map((value) => value?.time ?? 0)) };
    },
  };
};

export type RemoteHosts = ReturnType<typeof openRemoteHosts>;
