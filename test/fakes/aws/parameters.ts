import { z } from "zod";
import { openReceiver, type Protocol, type Received, type Receiver, type Reply } from "../receiver/server.ts";
import { type AwsAccount, signatureFault } from "./signature.ts";

export interface Parameter {
  readonly value: string;
  readonly type?: "String" | "SecureString";
}

const requestSchema = z.strictObject({ Name: z.string().min(1).max(2048), WithDecryption: z.boolean().optional() });

const json = (status: number, body: unknown): Reply => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: JSON.stringify(body),
});

const refuse = (type: string, message: string): Reply => json(400, { __type: type, message });

/**
 * Systems Manager's GetParameter, and nothing else of it:
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export const openParameters = async (
  account: AwsAccount,
): Promise<Receiver & { set(name: string, parameter: Parameter): void }> => {
  const all = new Map<string, Parameter & { version: number }>();
  const receive = (request: Received): Reply => {
    const { method, path, headers, body } = request;
    const fault = signatureFault(request, "ssm", account);
    if (fault !== undefined) return refuse("InvalidSignatureException", fault);
    if (method !== "POST" || path !== "/") return refuse("UnknownOperationException", `${method} ${path}`);
    if (headers["x-amz-target"] !== "AmazonSSM.GetParameter")
      return refuse("UnknownOperationException", "no such target");
    if (headers["content-type"] !== "application/x-amz-json-1.1")
      return refuse("SerializationException", "not its JSON");
    const asked = requestSchema.safeParse(JSON.parse(body.toString("utf8")));
    if (!asked.success) return refuse("ValidationException", asked.error.message);
    const { Name: name, WithDecryption: decrypted = false } = asked.data;
    const found = all.get(name);
    if (found === undefined) return refuse("ParameterNotFound", "");
    const { value, type = "String", version } = found;
    const shown = type === "SecureString" && !decrypted ? "AQICAHh...encrypted" : value;
    return json(200, { Parameter: { Name: name, Type: type, Value: shown, Version: version, DataType: "text" } });
  };
  const protocol: Protocol = { receive, best: receive, state: () => [...all.keys()], forget: () => all.clear() };
  const receiver = await openReceiver(protocol);
  return {
    ...receiver,
    set: (name, parameter) => {
      all.set(name, { ...parameter, version: (all.get(name)?.version ?? 0) + 1 });
    },
  };
};
