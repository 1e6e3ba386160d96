import type { z } from "zod";
import { type ApiReply, type ApiRequest, checked, notFound, ok, refusal, success } from "./exchange.ts";
import { checkReports, graphDefinitions, graphNameBody, hostValues, serviceBody, serviceValues } from "./rules.ts";
import { type FakeState, storeValue } from "./state.ts";

export interface ValueRoutesOptions {
  readonly nowMs: () => number;
  /** Posts to one service within a minute; more are refused with 429. */
  readonly servicePostsAMinute: number;
}

const dayMs = 86_400_000;
const checkAgeMs = 6 * 3_600_000;

/** Metrics of hosts and services, graph definitions, check reports. */
export const openValueRoutes = (state: FakeState, { nowMs, servicePostsAMinute }: ValueRoutesOptions) => {
  const servicePosts = new Map<string, number[]>();

  /** What is a day from now is not recorded, and the answer is 200 all the same. */
  const isRecorded = (what: { readonly time: number }): boolean => {
    const agoMs = nowMs() - what.time * 1000;
    const why = agoMs > dayMs ? "too old" : agoMs < -dayMs ? "in the future" : undefined;
    if (why !== undefined) state.dropped.push({ why, what });
    return why === undefined;
  };

  const isLive = (id: string): boolean => state.hosts.get(id)?.isRetired === false;

  const postHostValues = (values: z.output<typeof hostValues>): ApiReply => {
    const stranger = values.find(({ hostId }) => !isLive(hostId));
    if (stranger !== undefined) return notFound(`host ${stranger.hostId}`);
    for (const { hostId, name, time, value } of values) {
      if (!isRecorded({ time })) continue;
      const own = state.hostValues.get(hostId) ?? new Map();
      state.hostValues.set(hostId, own);
      storeValue(own, name, time, value);
    }
    return success;
  };

  const isTooOften = (service: string): boolean => {
    const recent = (servicePosts.get(service) ?? []).filter((atMs) => nowMs() - atMs < 60_000);
    servicePosts.set(service, [...recent, nowMs()]);
    return recent.length >= servicePostsAMinute;
  };

  const postServiceValues = (service: string, json: unknown): ApiReply => {
    if (!state.services.has(service)) return notFound("service");
    if (isTooOften(service)) return refusal(429, "too many requests per minute");
    return checked(json, serviceValues, (values) => {
      const own = state.serviceValues.get(service) ?? new Map();
      state.serviceValues.set(service, own);
      for (const { name, time, value } of values) if (isRecorded({ time })) storeValue(own, name, time, value);
      return success;
    });
  };

  const latest = (query: URLSearchParams): ApiReply => {
    const names = query.getAll("name");
    const tsdbLatest = query.getAll("hostId").map((id) => {
      const values = state.hostValues.get(id);
      const found = names.flatMap((name) => {
        const newest = [...(values?.get(name)?.values() ?? [])].sort((one, other) => other.time - one.time)[0];
        return newest === undefined ? [] : [[name, newest] as const];
      });
      return [id, Object.fromEntries(found)] as const;
    });
    return ok({ tsdbLatest: Object.fromEntries(tsdbLatest) });
  };

  const report = ({ reports }: z.output<typeof checkReports>): ApiReply => {
    if (reports.some(({ source }) => !isLive(source.hostId))) return notFound("host");
    for (const one of reports) {
      const told = state.reports.some(
        ({ source, name, occurredAt }) =>
          source.hostId === one.source.hostId && name === one.name && occurredAt === one.occurredAt,
      );
      if (told) state.dropped.push({ why: "told before", what: one });
      else if (nowMs() - one.occurredAt * 1000 > checkAgeMs) state.dropped.push({ why: "too old", what: one });
      else state.reports.push(one);
    }
    return success;
  };

  const createService = ({ name, memo }: z.output<typeof serviceBody>): ApiReply => {
    if (state.services.has(name)) return refusal(400, "there is a service of that name");
    state.services.add(name);
    return ok({ name, memo, roles: [] });
  };

  return ({ method, path, query, json }: ApiRequest): ApiReply | undefined => {
    const [, service] = /^\/api\/v0\/services\/([^/]+)\/tsdb$/.exec(path) ?? [];
    if (service !== undefined && method === "POST") return postServiceValues(decodeURIComponent(service), json);
    switch (`${method} ${path}`) {
      case "POST /api/v0/tsdb":
        return checked(json, hostValues, postHostValues);
      case "GET /api/v0/tsdb/latest":
        return latest(query);
      case "POST /api/v0/graph-defs/create":
        return checked(json, graphDefinitions, (definitions) => {
          for (const definition of definitions) state.definitions.set(definition.name, definition);
          return success;
        });
      case "DELETE /api/v0/graph-defs":
        return checked(json, graphNameBody, ({ name }) =>
          state.definitions.delete(name) ? success : notFound("graph"),
        );
      case "POST /api/v0/monitoring/checks/report":
        return checked(json, checkReports, report);
      case "GET /api/v0/services":
        return ok({ services: [...state.services].map((name) => ({ name, memo: "", roles: [] })) });
      case "POST /api/v0/services":
        return checked(json, serviceBody, createService);
      case "GET /api/v0/org":
        return ok({ name: "fake", displayName: "Fake" });
      default:
        return undefined;
    }
  };
};
