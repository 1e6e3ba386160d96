import { z } from "zod";
import { problem } from "../../problems/problem.ts";
import type { Environment } from "../environment.ts";
import { type AwsDeps, askAws, awsDomain, endpointOf, regionOf } from "./aws-request.ts";
import { parsed } from "./json.ts";
import type { Origin, OriginReading } from "./origin.ts";

/** The parts of GetParameter that are read: docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
const answerSchema = z.object({ Parameter: z.object({ Value: z.string(), Type: z.string() }) });
/** `com.amazonaws.ssm#ParameterNotFound` or the last part alone. */
const errorSchema = z.object({ __type: z.string(), message: z.string().optional(), Message: z.string().optional() });

const refusal = (status: number, body: string): string => {
  const error = errorSchema.safeParse(parsed(body));
  if (!error.success) return `status ${status}`;
  const { __type: type, message, Message } = error.data;
  return [`status ${status}`, type.split("#").at(-1), message ?? Message].filter((part) => part).join(", ");
};

/** A parameter of AWS Systems Manager. The task role needs ssm:GetParameter, and kms:Decrypt for one with a key of its own. */
export const parameterOrigin = (
  { name, region: told }: { readonly name: string; readonly region?: string },
  environment: Environment,
  deps: AwsDeps,
): Origin => {
  const from = `ssm:${name}`;
  const region = told ?? regionOf(environment);
  const url = `${endpointOf(environment, "SSM") ?? `https://ssm.${region}.${awsDomain(region)}`}/`;
  const fault = (detail: string): OriginReading => ({ ok: false, problem: problem("config-unreadable", from, detail) });
  return {
    from,
    changes: true,
    remote: true,
    read: async (signal) => {
      const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonSSM.GetParameter" };
      const body = JSON.stringify({ Name: name, WithDecryption: true });
      const answer = await askAws({ service: "ssm", region, method: "POST", url, headers, body }, deps, signal);
      if (!answer.ok) return "problem" in answer ? answer : fault(`${answer.reason}: ${answer.detail}`);
      if (answer.status !== 200) return fault(refusal(answer.status, answer.body));
      const read = answerSchema.safeParse(parsed(answer.body));
      if (!read.success) return fault("the answer is none of Systems Manager's");
      const { Value: text, Type: type } = read.data.Parameter;
      return { ok: true, text, secret: type === "SecureString" };
    },
  };
};
