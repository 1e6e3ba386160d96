/** The parts of `arn:partition:service:region:account:resource`; the partition may be aws-cn or aws-us-gov. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

/** Undefined when the text is not an ARN. */
export const parseArn = (text: string): Arn | undefined => {
  const [prefix, partition, service, region, account, ...rest] = text.split(":");
  if (
    prefix !== "arn" ||
    !partition ||
    !service ||
    region === undefined ||
    account === undefined ||
    rest.length === 0
  ) {
    return undefined;
  }
  return { partition, service, region, account, resource: rest.join(":") };
};

/** Last path segment: the short name of a cluster, or the id of a task (old task ARNs have no cluster segment). */
export const lastSegment = (text: string): string => text.slice(text.lastIndexOf("/") + 1);
