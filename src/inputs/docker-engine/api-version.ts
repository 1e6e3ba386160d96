/** Version of the Docker Engine API. */
export interface ApiVersion {
  readonly major: number;
  readonly minor: number;
}

export const apiVersion = (major: number, minor: number): ApiVersion => ({ major, minor });

/** The newest version that this input was written for. */
const newest = apiVersion(1, 52);

/** Docker 1.12. Engines before 1.13 do not tell their version and count as this one. */
const oldest = apiVersion(1, 24);

export const atLeast = (version: ApiVersion, floor: ApiVersion): boolean =>
  version.major > floor.major || (version.major === floor.major && version.minor >= floor.minor);

export const formatApiVersion = ({ major, minor }: ApiVersion): string => `${major}.${minor}`;

/**
 * The version to speak with an engine that names this one as its newest. Undefined when it is older than all of ours,
 * or no version.
 */
export const negotiate = (told: string | undefined): ApiVersion | undefined => {
  if (told === undefined || told === "") return oldest;
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(told) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const theirs = apiVersion(Number(major), Number(minor));
  if (!atLeast(theirs, oldest)) return undefined;
  return atLeast(theirs, newest) ? newest : theirs;
};
