import type { LaunchType } from "../model/identity.ts";
import type { Form, MetadataEndpoint, Place } from "../model/place.ts";
import type { Files } from "../ports/files.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** All that the place is found out from. */
export interface Surroundings {
  readonly environment: Environment;
  /** Whether a socket is where `dockerSocketPath` says. */
  readonly dockerSocketExists: boolean;
  /** The form as configured; auto: find it out. */
  readonly form?: "auto" | Form;
}

/** Something found out, and the sentences that say why. */
interface Finding<T> {
  readonly value: T | undefined;
  readonly reasons: readonly string[];
}

const usualSocketPath = "/var/run/docker.sock";
/** v2 has no variable: the task is told by the caller's address, which only awsvpc tasks have of their own. */
const v2Url = "http://169.254.170.2/v2";
const executionPrefix = "AWS_ECS_";

/** An empty variable counts as not set. */
const variable = (environment: Environment, name: string): string | undefined => environment[name]?.trim() || undefined;

const shown = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);

/** Where the Docker Engine's socket would be; undefined when DOCKER_HOST names something that is no unix socket. */
export const dockerSocketPath = (environment: Environment): string | undefined => {
  const host = variable(environment, "DOCKER_HOST");
  if (host === undefined) return usualSocketPath;
  const path = host.startsWith("unix://") ? host.slice("unix://".length) : "";
  return path.startsWith("/") ? path : undefined;
};

/** An address of HTTP without what does not belong to a base address. */
const baseAddress = (text: string): string | undefined => {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:") || url.username !== "") return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
};

const namedEndpoints = [
  { version: "v4", name: "ECS_CONTAINER_METADATA_URI_V4" },
  { version: "v3", name: "ECS_CONTAINER_METADATA_URI" },
] as const;

const findMetadata = (environment: Environment): Finding<MetadataEndpoint> => {
  const reasons: string[] = [];
  for (const { version, name } of namedEndpoints) {
    const text = variable(environment, name);
    if (text === undefined) continue;
    const url = baseAddress(text);
    if (url === undefined) {
      reasons.push(`${name} is ${shown(text)}, which is no http address, and is ignored.`);
      continue;
    }
    return { value: { version, url, from: name }, reasons: [...reasons, `${name} names the ${version} endpoint.`] };
  }
  if (variable(environment, "AWS_EXECUTION_ENV") !== "AWS_ECS_FARGATE") return { value: undefined, reasons };
  return {
    value: { version: "v2", url: v2Url, from: "AWS_EXECUTION_ENV" },
    reasons: [...reasons, "AWS_EXECUTION_ENV is AWS_ECS_FARGATE and no address is named: the v2 endpoint is tried."],
  };
};

const launchTypes: Readonly<Record<string, LaunchType>> = {
  AWS_ECS_FARGATE: "FARGATE",
  AWS_ECS_EC2: "EC2",
  AWS_ECS_MANAGED_INSTANCES: "MANAGED_INSTANCES",
};

const findLaunchType = (environment: Environment): Finding<LaunchType> => {
  const text = variable(environment, "AWS_EXECUTION_ENV");
  if (text === undefined) return { value: undefined, reasons: [] };
  const value = Object.hasOwn(launchTypes, text) ? launchTypes[text] : undefined;
  if (value !== undefined) {
    const also = value === "EC2" ? " (ECS Anywhere says the same; the endpoint knows better)" : "";
    return { value, reasons: [`AWS_EXECUTION_ENV is ${text}${also}.`] };
  }
  if (text.startsWith(executionPrefix)) {
    return { value: undefined, reasons: [`AWS_EXECUTION_ENV is ${shown(text)}, a launch type that is not known.`] };
  }
  return { value: undefined, reasons: [`AWS_EXECUTION_ENV is ${shown(text)}, which is not ECS.`] };
};

const findSocket = ({ environment, dockerSocketExists }: Surroundings): Finding<string> => {
  const path = dockerSocketPath(environment);
  if (path === undefined) {
    const host = shown(variable(environment, "DOCKER_HOST") ?? "");
    return { value: undefined, reasons: [`DOCKER_HOST is ${host}, which is no unix socket.`] };
  }
  if (dockerSocketExists) return { value: path, reasons: [`The Docker Engine's socket is at ${path}.`] };
  // Without a word about Docker, its absence says nothing.
  const expected = variable(environment, "DOCKER_HOST") !== undefined;
  return { value: undefined, reasons: expected ? [`DOCKER_HOST names ${path}, where no socket is.`] : [] };
};

/** Variables that ECS puts into every container, beside the endpoint's. */
const isEcs = (environment: Environment): boolean =>
  variable(environment, "ECS_AGENT_URI") !== undefined ||
  variable(environment, "ECS_CONTAINER_METADATA_FILE") !== undefined ||
  (variable(environment, "AWS_EXECUTION_ENV") ?? "").startsWith(executionPrefix);

const findForm = (onEcs: boolean, dockerSocket: string | undefined): { value: Form; reason: string } => {
  if (dockerSocket !== undefined) {
    return onEcs
      ? { value: "daemon", reason: "ECS and the Docker Engine's socket: a daemon of this instance." }
      : { value: "daemon", reason: "The Docker Engine's socket without ECS: a daemon of this Docker host." };
  }
  if (onEcs) return { value: "sidecar", reason: "ECS without the Docker Engine's socket: a sidecar of this task." };
  return { value: "standalone", reason: "Neither ECS nor a Docker Engine is here." };
};

/** Where the agent is. Pure. */
export const placeOf = (surroundings: Surroundings): Place => {
  const { environment, form = "auto" } = surroundings;
  const metadata = findMetadata(environment);
  const launchType = findLaunchType(environment);
  const socket = findSocket(surroundings);
  const found = findForm(metadata.value !== undefined || isEcs(environment), socket.value);
  const formReason = form === "auto" ? found.reason : `The configuration says: ${form}.`;
  return {
    form: form === "auto" ? found.value : form,
    ...(launchType.value === undefined ? {} : { launchType: launchType.value }),
    ...(metadata.value === undefined ? {} : { metadata: metadata.value }),
    ...(socket.value === undefined ? {} : { dockerSocket: socket.value }),
    reasons: [...metadata.reasons, ...launchType.reasons, ...socket.reasons, formReason],
  };
};

/** Looks for the socket, the one thing that the environment does not tell, and says where the agent is. */
export const whereAmI = async ({
  environment,
  files,
  form = "auto",
}: {
  readonly environment: Environment;
  readonly files: Files;
  readonly form?: "auto" | Form;
}): Promise<Place> => {
  const path = dockerSocketPath(environment);
  const dockerSocketExists = path !== undefined && (await files.isSocket(path));
  return placeOf({ environment, dockerSocketExists, form });
};
