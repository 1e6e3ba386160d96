import type { Files } from "../../ports/files.ts";
import type { HttpClient, HttpRequest } from "../../ports/http-client.ts";
import { readCredentialDocument, type TimedCredentials } from "./credential-document.ts";

export interface PlaceDeps {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly http: HttpClient;
  readonly files: Files;
}

/** `tried`: what was asked, and what came of it; never a secret. */
export type Found = TimedCredentials | { readonly tried: string };

/** A place where credentials may be. Undefined when nothing points to it. */
export type CredentialPlace = (deps: PlaceDeps, signal: AbortSignal) => Promise<Found | undefined>;

const endpoint = { timeoutMs: 2_000, maxBodyBytes: 64 * 1024 };

const ask = async (http: HttpClient, request: Omit<HttpRequest, "timeoutMs" | "maxBodyBytes">): Promise<Found> => {
  const answer = await http.request({ ...endpoint, ...request });
  if (!answer.ok) return { tried: `${request.url}: ${answer.reason}` };
  if (answer.status !== 200) return { tried: `${request.url}: status ${answer.status}` };
  return readCredentialDocument(answer.body) ?? { tried: `${request.url}: no credentials in the answer` };
};

/** Keys in the environment. */
export const environmentKeys: CredentialPlace = async ({ environment }) => {
  const accessKeyId = environment.AWS_ACCESS_KEY_ID ?? "";
  const secretAccessKey = environment.AWS_SECRET_ACCESS_KEY ?? "";
  const sessionToken = environment.AWS_SESSION_TOKEN ?? "";
  if (accessKeyId === "" || secretAccessKey === "") return undefined;
  return {
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === "" ? {} : { sessionToken }) },
    expiresMs: Number.POSITIVE_INFINITY,
  };
};

/** Hosts that the authorization token may go to unencrypted: this one, ECS, and EKS Pod Identity. */
const trusted: ReadonlySet<string> = new Set([
  "169.254.170.2",
  "169.254.170.23",
  "[fd00:ec2::23]",
  "localhost",
  "[::1]",
]);

const mayAsk = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || trusted.has(hostname) || /^127\.\d+\.\d+\.\d+$/.test(hostname);
};

const authorization = async ({ environment, files }: PlaceDeps): Promise<Record<string, string>> => {
  const path = environment.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE ?? "";
  const file = path === "" ? undefined : await files.readText(path);
  const token = file?.ok ? file.text.trim() : (environment.AWS_CONTAINER_AUTHORIZATION_TOKEN ?? "");
  return token === "" ? {} : { authorization: token };
};

/** The task role, from ECS's own endpoint. */
export const containerRole: CredentialPlace = async (deps, signal) => {
  const relative = deps.environment.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI ?? "";
  const full = deps.environment.AWS_CONTAINER_CREDENTIALS_FULL_URI ?? "";
  if (relative !== "") return await ask(deps.http, { url: `http://169.254.170.2${relative}`, signal });
  if (full === "") return undefined;
  if (!mayAsk(full))
    return { tried: "AWS_CONTAINER_CREDENTIALS_FULL_URI: neither https nor an address of this machine" };
  return await ask(deps.http, { url: full, headers: await authorization(deps), signal });
};

const instanceService = "http://169.254.169.254/latest";

/** The role of the EC2 instance, by version 2 of the instance metadata service. */
export const instanceRole: CredentialPlace = async ({ environment, http }, signal) => {
  if (environment.AWS_EC2_METADATA_DISABLED === "true") return undefined;
  const token = await http.request({
    ...endpoint,
    method: "PUT",
    url: `${instanceService}/api/token`,
    headers: { "x-aws-ec2-metadata-token-ttl-seconds": "300" },
    signal,
  });
  if (!token.ok || token.status !== 200) {
    return { tried: `${instanceService}: ${token.ok ? `status ${token.status}` : token.reason}` };
  }
  const headers = { "x-aws-ec2-metadata-token": token.body };
  const roles = `${instanceService}/meta-data/iam/security-credentials/`;
  const role = await http.request({ ...endpoint, url: roles, headers, signal });
  const name = role.ok && role.status === 200 ? role.body.trim() : "";
  if (!/^[\w+=,.@-]+$/.test(name)) return { tried: "the instance has no role" };
  return await ask(http, { url: `${roles}${name}`, headers, signal });
};
