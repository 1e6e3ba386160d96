import type { AwsCredentials } from "../../ports/aws-credentials.ts";

/** Credentials and when they lapse: milliseconds since the epoch, infinite for a user's own keys. */
export interface TimedCredentials {
  readonly credentials: AwsCredentials;
  readonly expiresMs: number;
}

const field = (document: object, name: string): string | undefined => {
  const value: unknown = Reflect.get(document, name);
  return typeof value === "string" && value !== "" ? value : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What the endpoints of ECS and EC2 answer. Undefined for anything else. */
export const readCredentialDocument = (text: string): TimedCredentials | undefined => {
  const document = parsed(text);
  if (typeof document !== "object" || document === null) return undefined;
  const accessKeyId = field(document, "AccessKeyId");
  const secretAccessKey = field(document, "SecretAccessKey");
  const sessionToken = field(document, "Token");
  const expiresMs = Date.parse(field(document, "Expiration") ?? "");
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) return undefined;
  return Number.isFinite(expiresMs)
    ? { credentials: { accessKeyId, secretAccessKey, sessionToken }, expiresMs }
    : undefined;
};
