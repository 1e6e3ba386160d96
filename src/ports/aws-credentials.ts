import type { Problem } from "../problems/problem.ts";

/** What requests to AWS are signed with. All of it is secret. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** With temporary credentials, which those of a role are. */
  readonly sessionToken?: string;
}

export type AwsCredentialsAnswer =
  | { readonly ok: true; readonly credentials: AwsCredentials }
  | { readonly ok: false; readonly problem: Problem };

/** The credentials of the role this process runs with. */
export interface AwsCredentialSource {
  /** Valid for at least a minute more. Cached, and renewed before they lapse: call it for every request. Never throws. */
  current(signal: AbortSignal): Promise<AwsCredentialsAnswer>;
}
