import type { Environment } from "../../config/environment.ts";
import type { Settings } from "../../config/load.ts";
import { parseAddress } from "../../inputs/docker-engine/address.ts";
import type { Place } from "../../model/place.ts";
import type { Candidate, Skipped } from "./probe.ts";

export interface Surroundings {
  readonly environment: Environment;
  readonly place: Place;
  readonly settings: Settings;
}

/** The address without user, password and query. */
const publicAddress = (url: URL): string => `${url.origin}${url.pathname}`;

/** An endpoint by its base address. */
const endpoint = (name: string, from: string, base: string | undefined, path: string): Candidate | Skipped => {
  if (base === undefined || base.trim() === "") return { name, why: `${from} is not set` };
  const url = URL.parse(`${base.trim().replace(/\/+$/, "")}${path}`);
  if (url === null || !/^https?:$/.test(url.protocol)) return { name, why: `${from} is no http address` };
  return { name, from, url: publicAddress(url), shown: publicAddress(url) };
};

const v2Url = "http://169.254.170.2/v2/metadata";

/** v2 is at one address everywhere; outside of ECS nobody is there, and asking takes its time. */
const v2 = ({ AWS_EXECUTION_ENV = "", ECS_AGENT_URI }: Environment, place: Place): Candidate | Skipped => {
  const name = "metadata v2";
  const onEcs = AWS_EXECUTION_ENV.startsWith("AWS_ECS_") || ECS_AGENT_URI !== undefined;
  const elsewhere = place.metadata !== undefined && !place.metadata.url.startsWith("http://169.254.170.2/");
  if (!onEcs || elsewhere) return { name, why: "not asked: nothing says that this is inside ECS" };
  return { name, from: "its fixed address; awsvpc tasks only", url: v2Url, shown: v2Url };
};

const tasks = ({ place }: Surroundings): Candidate | Skipped => {
  const name = "all tasks";
  const { metadata } = place;
  if (metadata?.version !== "v4") return { name, why: "only v4 has it" };
  const meanings = { 200: "this is a managed daemon", 404: "no managed daemon, as usual" };
  const found = endpoint(name, "for managed daemons", metadata.url, "/tasks");
  return "url" in found ? { ...found, meanings } : found;
};

const docker = ({ place, settings }: Surroundings): Candidate | Skipped => {
  const name = "Docker Engine";
  const configured = settings.inputs["docker-engine"]?.config.host;
  const address = typeof configured === "string" ? configured : place.dockerSocket;
  if (address === undefined) return { name, why: "no socket at /var/run/docker.sock, and none is configured" };
  const parsed = parseAddress(address);
  if (parsed === undefined) return { name, why: "its address is not one that taskvitals can use" };
  const { baseUrl, socketPath, shown } = parsed;
  const from = typeof configured === "string" ? "configured" : "its usual place";
  return { name, from, url: `${baseUrl}/_ping`, shown, ...(socketPath === undefined ? {} : { socketPath }) };
};

/** Everything that could be asked here. */
export const candidatesOf = (surroundings: Surroundings): readonly (Candidate | Skipped)[] => {
  const { environment, place, settings } = surroundings;
  const configured = settings.inputs["ecs-task-metadata"]?.config.url;
  return [
    ...(typeof configured === "string"
      ? [endpoint("metadata", "inputs.ecs-task-metadata.url", configured, "/task")]
      : []),
    endpoint("metadata v4", "ECS_CONTAINER_METADATA_URI_V4", environment.ECS_CONTAINER_METADATA_URI_V4, "/task"),
    endpoint("metadata v3", "ECS_CONTAINER_METADATA_URI", environment.ECS_CONTAINER_METADATA_URI, "/task"),
    v2(environment, place),
    tasks(surroundings),
    docker(surroundings),
  ];
};
