import { awsHost } from "../../formats/sigv4/aws-host.ts";
import { cloudAddress } from "./cloud-id.ts";
import type { ElasticsearchConfig } from "./config.ts";
import { hostAddress } from "./host-address.ts";

/** Who comes. */
export type Authorization =
  | { readonly kind: "none" }
  | { readonly kind: "header"; readonly value: string }
  | { readonly kind: "aws"; readonly region: string; readonly service: string };

/** Where to send, and as whom. */
export interface Target {
  /** Without trailing slashes; empty when nothing is configured. */
  readonly urls: readonly string[];
  readonly authorization: Authorization;
  /** What must never be shown. */
  readonly secrets: readonly string[];
}

const base64 = (text: string): string => new TextEncoder().encode(text).toBase64();

/** `id:key` is encoded; what has no colon is taken for encoded already. */
const apiKeyHeader = (key: string): string => `ApiKey ${key.includes(":") ? base64(key) : key}`;

const userOf = (config: ElasticsearchConfig, userInfo: string | undefined): string | undefined => {
  if (config.cloudAuth !== undefined) return config.cloudAuth;
  if (config.username !== undefined) return `${config.username}:${config.password ?? ""}`;
  return userInfo;
};

const awsOf = ({ aws }: ElasticsearchConfig, urls: readonly string[]): Authorization => {
  const host = urls[0] === undefined ? undefined : awsHost(new URL(urls[0]).host);
  const region = aws.region || host?.region;
  const wanted = aws.sign === "on" || (aws.sign === "auto" && host !== undefined);
  if (!wanted || region === undefined) return { kind: "none" };
  return { kind: "aws", region, service: host?.endpoint === "aoss" ? "aoss" : "es" };
};

const authorizationOf = (config: ElasticsearchConfig, urls: readonly string[], user?: string): Authorization => {
  if (config.aws.sign === "on") return awsOf(config, urls);
  if (config.apiKey !== undefined) return { kind: "header", value: apiKeyHeader(config.apiKey) };
  if (user !== undefined) return { kind: "header", value: `Basic ${base64(user)}` };
  return awsOf(config, urls);
};

export const targetOf = (config: ElasticsearchConfig): Target => {
  const cloud = config.cloudId === undefined ? undefined : cloudAddress(config.cloudId);
  const hosts = cloud === undefined ? config.hosts.flatMap((text) => hostAddress(text) ?? []) : [];
  const urls = cloud === undefined ? hosts.map(({ url }) => url) : [cloud];
  const userInfo = hosts.find((host) => host.userInfo !== undefined)?.userInfo;
  const user = userOf(config, userInfo);
  const authorization = authorizationOf(config, urls, user);
  const password = user?.slice(user.indexOf(":") + 1);
  const header = authorization.kind === "header" ? authorization.value.slice(authorization.value.indexOf(" ") + 1) : "";
  const secrets = [config.apiKey, config.cloudAuth, password, user, header].flatMap((text) => text || []);
  return { urls, authorization, secrets };
};
