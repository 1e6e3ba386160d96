import { awsHost } from "./aws-host.ts";

/** What a signature is valid for. */
export interface SigningScope {
  /** Empty when nothing tells it. */
  readonly region: string;
  readonly service: string;
}

export interface ScopeOptions {
  /** `auto`: when the address is one of AWS's. */
  readonly sigv4: "auto" | "on" | "off";
  /** Where the address does not tell. */
  readonly region: string;
  /** Where the address does not tell. */
  readonly service: string;
}

/** Signing names of services whose hosts are called otherwise. */
const services: Readonly<Record<string, string>> = { "aps-workspaces": "aps" };

/** Undefined when requests to this address are not to be signed. */
export const signingScope = (url: string, { sigv4, region, service }: ScopeOptions): SigningScope | undefined => {
  const told = awsHost(new URL(url).host);
  if (sigv4 === "off" || (sigv4 === "auto" && told === undefined)) return undefined;
  return told === undefined
    ? { region, service }
    : { region: told.region, service: services[told.endpoint] ?? told.endpoint };
};
