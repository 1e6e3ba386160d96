import type { Place } from "../../model/place.ts";
import type { HttpClient, HttpRequest } from "../../ports/http-client.ts";
import type { DatadogConfig } from "./config.ts";

/** The host that series, checks and events belong to. */
export interface Host {
  /** Undefined: none, or not known yet. */
  name(): string | undefined;
  /** Whether there is one that is still to be found. */
  isWanted(): boolean;
  /** Asks for it; undefined when nobody tells. */
  find(signal: AbortSignal): Promise<string | undefined>;
}

/** The service is on the machine itself: what does not answer at once does not answer. */
const timeoutMs = 1000;
const mostAnswerBytes = 4096;

const isInstanceId = (text: string): boolean => /^m?i-[0-9a-f]+$/.test(text);

/** Fargate has no host of ours: there, tasks are what is told apart, as the Datadog Agent does it. */
const runsOnInstance = ({ form, launchType }: Place): boolean =>
  launchType === "EC2" || launchType === "MANAGED_INSTANCES" || (launchType === undefined && form === "daemon");

/** The configured name, else the instance's id, by which Datadog's AWS integration knows it. */
export const openHost = (config: DatadogConfig, place: Place, http: HttpClient): Host => {
  let known = config.hostname === "" ? undefined : config.hostname;
  const ask = async (path: string, request: Partial<HttpRequest>, signal: AbortSignal): Promise<string> => {
    const url = `${config.instanceMetadataUrl.replace(/\/+$/, "")}/latest/${path}`;
    const answer = await http.request({ ...request, url, timeoutMs, maxBodyBytes: mostAnswerBytes, signal });
    return answer.ok && answer.status === 200 ? answer.body.trim() : "";
  };
  return {
    name: () => known,
    isWanted: () => known === undefined && runsOnInstance(place),
    find: async (signal) => {
      const lifetime = { "x-aws-ec2-metadata-token-ttl-seconds": "60" };
      const token = await ask("api/token", { method: "PUT", headers: lifetime }, signal);
      if (token === "" || /\s/.test(token)) return undefined;
      const id = await ask("meta-data/instance-id", { headers: { "x-aws-ec2-metadata-token": token } }, signal);
      if (isInstanceId(id)) known = id;
      return known;
    },
  };
};
