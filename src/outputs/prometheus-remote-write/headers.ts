import { basicAuthorization } from "../../formats/push-http/basic.ts";
import { readNamedValues } from "../../formats/push-http/named-values.ts";
import type { RemoteWriteConfig } from "./config.ts";

/** What is told of the sender beside the protocol's own headers, and what of it must never be shown. */
export interface SenderHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

const authorization = ({ username, password, bearerToken }: RemoteWriteConfig): string => {
  if (bearerToken !== "") return `Bearer ${bearerToken}`;
  return username === "" && password === "" ? "" : basicAuthorization(username, password);
};

export const senderHeaders = (config: RemoteWriteConfig): SenderHeaders => {
  const more = readNamedValues(config.headers);
  const auth = authorization(config);
  return {
    headers: auth === "" ? more : { ...more, authorization: auth },
    secrets: [config.password, config.bearerToken, auth.replace("Basic ", ""), ...Object.values(more)].filter(
      (secret) => secret !== "",
    ),
  };
};
