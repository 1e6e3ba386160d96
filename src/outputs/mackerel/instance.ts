import type { HttpClient } from "../../ports/http-client.ts";
import { outputProblem } from "./outcome.ts";
import type { Found } from "./remote-hosts.ts";

/** EC2's instance metadata service, version 2: a token first, then what is asked. */
const metadataUrl = "http://169.254.169.254/latest";
const timeoutMs = 2000;
const maxBodyBytes = 4096;

const instanceId = async (http: HttpClient, signal: AbortSignal): Promise<string | undefined> => {
  const common = { timeoutMs, maxBodyBytes, signal };
  const lifetime = { "x-aws-ec2-metadata-token-ttl-seconds": "60" };
  const token = await http.request({ method: "PUT", url: `${metadataUrl}/api/token`, headers: lifetime, ...common });
  if (!token.ok || token.status !== 200) return undefined;
  const headers = { "x-aws-ec2-metadata-token": token.body };
  const id = await http.request({ url: `${metadataUrl}/meta-data/instance-id`, headers, ...common });
  return id.ok && id.status === 200 && /^i-[0-9a-f]+$/.test(id.body) ? id.body : undefined;
};

/**
 * Finds out under which custom identifier mackerel-agent and Mackerel's AWS integration have the host of this instance.
 * Asked once; what was configured goes first.
 */
export const instanceIdentifier = (configured: string, http: HttpClient) => {
  let known = configured;
  return async (signal: AbortSignal): Promise<Found<string>> => {
    if (known === "") {
      const id = await instanceId(http, signal);
      if (id !== undefined) known = `${id}.ec2.amazonaws.com`;
    }
    if (known !== "") return { kind: "found", value: known };
    const problem = outputProblem("mackerel-instance", "the instance metadata service does not tell");
    return { kind: "hold", problem };
  };
};
