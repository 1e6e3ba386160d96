import type { z } from "zod";
import { type ApiReply, type ApiRequest, checked, notFound, ok, refusal, success } from "./exchange.ts";
import { bulkRetireBody, bulkStatusBody, emptyBody, hostBody, roleFullnames, statusBody } from "./rules.ts";
import { type FakeHost, type FakeState, shownHost } from "./state.ts";

export interface HostRoutesOptions {
  readonly nowMs: () => number;
  readonly size: string;
}

type Body = z.output<typeof hostBody>;

const letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** Eleven letters, as Mackerel's. */
const hostId = (place: number): string => {
  let id = "";
  for (let rest = place * 7_919 + 104_729; id.length < 11; rest = Math.floor(rest / letters.length) + 31 * id.length)
    id += letters[rest % letters.length];
  return id;
};

const statusesOf = (query: URLSearchParams): readonly string[] => {
  const asked = query.getAll("status");
  return asked.length === 0 ? ["working", "standby"] : asked;
};

const matches = (host: FakeHost, query: URLSearchParams): boolean => {
  const service = query.get("service");
  const roles = query.getAll("role");
  const inService = [...host.roles].filter((role) => role.startsWith(`${service}:`));
  return (
    statusesOf(query).includes(host.status) &&
    (query.get("name") ?? host.name) === host.name &&
    (query.get("customIdentifier") ?? host.customIdentifier) === host.customIdentifier &&
    (service === null ||
      (roles.length === 0 ? inService.length > 0 : roles.some((role) => inService.includes(`${service}:${role}`))))
  );
};

/** Hosts: created, found, changed and retired. */
export const openHostRoutes = (state: FakeState, { nowMs, size }: HostRoutesOptions) => {
  const live = (): readonly FakeHost[] => [...state.hosts.values()].filter(({ isRetired }) => !isRetired);

  const isTaken = (identifier: string | null | undefined, by?: string): boolean =>
    !!identifier && live().some(({ id, customIdentifier }) => customIdentifier === identifier && id !== by);

  const join = (host: FakeHost, roles: readonly string[]): void => {
    for (const role of roles) {
      host.roles.add(role);
      state.services.add(role.split(":")[0] ?? "");
    }
  };

  const create = (body: Body): ApiReply => {
    if (isTaken(body.customIdentifier)) return refusal(400, "customIdentifier is used by another host");
    const host: FakeHost = {
      id: hostId(state.hosts.size),
      name: body.name,
      displayName: body.displayName,
      memo: body.memo ?? "",
      customIdentifier: body.customIdentifier || null,
      meta: body.meta,
      interfaces: body.interfaces ?? [],
      roles: new Set(),
      checks: body.checks ?? [],
      status: "working",
      size,
      createdAt: Math.floor(nowMs() / 1000),
      isRetired: false,
    };
    state.hosts.set(host.id, host);
    join(host, body.roleFullnames ?? []);
    return ok({ id: host.id });
  };

  /** Roles are added, never taken away; the identifier and the checks are those of the body, or none. */
  const update = (host: FakeHost, body: Body): ApiReply => {
    if (isTaken(body.customIdentifier, host.id)) return refusal(400, "customIdentifier is used by another host");
    const { name, displayName, meta } = body;
    Object.assign(host, { name, displayName, meta });
    host.memo = body.memo ?? host.memo;
    host.customIdentifier = body.customIdentifier || null;
    host.interfaces = body.interfaces ?? [];
    host.checks = body.checks ?? [];
    join(host, body.roleFullnames ?? []);
    return ok({ id: host.id });
  };

  const retire = (host: FakeHost): void => {
    host.isRetired = true;
  };

  const all = (ids: readonly string[], change: (host: FakeHost) => void): ApiReply => {
    const hosts = ids.map((id) => state.hosts.get(id));
    if (hosts.some((host) => host === undefined || host.isRetired)) return notFound("host");
    for (const host of hosts) if (host !== undefined) change(host);
    return success;
  };

  const ofOne = ({ method, json }: ApiRequest, host: FakeHost, rest: string): ApiReply | undefined => {
    switch (`${method} ${rest}`) {
      case "GET ":
        return ok({ host: shownHost(host) });
      case "PUT ":
        return checked(json, hostBody, (body) => update(host, body));
      case "POST status":
        return checked(json, statusBody, ({ status }) => {
          host.status = status;
          return success;
        });
      case "POST retire":
        return checked(json, emptyBody, () => {
          retire(host);
          return success;
        });
      case "PUT role-fullnames":
        return checked(json, roleFullnames, ({ roleFullnames: roles }) => {
          host.roles.clear();
          join(host, roles);
          return success;
        });
      case "GET metric-names":
        return ok({ names: [...(state.hostValues.get(host.id)?.keys() ?? [])] });
      default:
        return undefined;
    }
  };

  const ofAll = ({ method, path, query, json }: ApiRequest): ApiReply | undefined => {
    switch (`${method} ${path}`) {
      case "GET /api/v0/hosts":
        return ok({
          hosts: live()
            .filter((host) => matches(host, query))
            .map(shownHost),
        });
      case "POST /api/v0/hosts":
        return checked(json, hostBody, create);
      case "POST /api/v0/hosts/bulk-retire":
        return checked(json, bulkRetireBody, ({ ids }) => all(ids, retire));
      case "POST /api/v0/hosts/bulk-update-statuses":
        return checked(json, bulkStatusBody, ({ ids, status }) =>
          all(ids, (host) => {
            host.status = status;
          }),
        );
      default:
        return undefined;
    }
  };

  const byIdentifier = (path: string): ApiReply | undefined => {
    const [, identifier] = /^\/api\/v0\/hosts-by-custom-identifier\/([^/]+)$/.exec(path) ?? [];
    if (identifier === undefined) return undefined;
    const host = live().find(({ customIdentifier }) => customIdentifier === decodeURIComponent(identifier));
    return host === undefined ? notFound("host") : ok({ host: shownHost(host) });
  };

  const byId = (request: ApiRequest): ApiReply | undefined => {
    const [, id, rest = ""] = /^\/api\/v0\/hosts\/([^/]+)(?:\/(.*))?$/.exec(request.path) ?? [];
    if (id === undefined) return undefined;
    const host = state.hosts.get(id);
    const isGone = host === undefined || (host.isRetired && request.method !== "GET");
    return isGone ? notFound("host") : ofOne(request, host, rest);
  };

  return (request: ApiRequest): ApiReply | undefined =>
    ofAll(request) ?? (request.method === "GET" ? byIdentifier(request.path) : undefined) ?? byId(request);
};
