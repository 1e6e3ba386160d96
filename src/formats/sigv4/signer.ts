import type { AwsCredentialSource } from "../../ports/aws-credentials.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Hashing } from "../../ports/hashing.ts";
import { type Problem, problem } from "../../problems/problem.ts";
import type { SignableRequest } from "./canonical.ts";
import type { SigningScope } from "./scope.ts";
import { signedHeaders } from "./sign.ts";

export interface SignerDeps {
  readonly aws: AwsCredentialSource;
  readonly hashing: Hashing;
  readonly clock: Clock;
}

/** The headers to send the request with, or why it cannot be signed. */
export type Signer = (
  request: SignableRequest,
  signal: AbortSignal,
) => Promise<
  | { readonly ok: true; readonly headers: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problem: Problem }
>;

/** Signs with the credentials of the moment. */
export const openSigner =
  (scope: SigningScope, { aws, hashing, clock }: SignerDeps): Signer =>
  async (request, signal) => {
    if (scope.region === "") {
      return { ok: false, problem: problem("aws-credentials", "AWS", "no region to sign for: set AWS_REGION") };
    }
    const answer = await aws.current(signal);
    if (!answer.ok) return answer;
    const signing = { ...scope, credentials: answer.credentials, nowMs: clock.now(), hashing };
    return { ok: true, headers: signedHeaders(request, signing) };
  };
