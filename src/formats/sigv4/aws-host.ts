/** What the host name of an AWS endpoint tells. */
export interface AwsHost {
  /** First label or the one before the region: `aps-workspaces`, `monitoring`, `es`. */
  readonly endpoint: string;
  readonly region: string;
}

const pattern = /(?:^|\.)([a-z0-9-]+)\.([a-z]{2}(?:-[a-z]+)+-\d+)\.(?:(?:vpce\.)?amazonaws\.com(?:\.cn)?|api\.aws)$/;
const regionFirst = /\.([a-z]{2}(?:-[a-z]+)+-\d+)\.(es|aoss)\.amazonaws\.com(?:\.cn)?$/;

/** Undefined for a host that is none of AWS's, or tells no region. */
export const awsHost = (host: string): AwsHost | undefined => {
  const name = host.toLowerCase().replace(/:\d+$/, "");
  const [, region, service] = regionFirst.exec(name) ?? [];
  if (region !== undefined && service !== undefined) return { endpoint: service, region };
  const [, endpoint, otherRegion] = pattern.exec(name) ?? [];
  return endpoint === undefined || otherRegion === undefined ? undefined : { endpoint, region: otherRegion };
};
