import type { MetadataEndpoint } from "../../model/place.ts";

/** Addresses of the documents. No trailing slashes: v3 and v4 answer 404 to them. */
export interface Paths {
  readonly task: string;
  readonly stats: string;
  readonly tagged: string;
  /** The container that asks; v2 does not tell which one that is. */
  readonly own?: string;
  /** All tasks of the instance, for a managed daemon. */
  readonly instance?: { readonly tasks: string; readonly stats: string };
}

/** v4, v3 and v2 base addresses end in their version or in `/version/id`. */
const versionIn = (url: string): MetadataEndpoint["version"] =>
  /\/v2\/*$/.test(url) ? "v2" : /\/v3(\/|$)/.test(url) ? "v3" : "v4";

/** An endpoint that somebody named by its address alone. */
export const namedEndpoint = (url: string, from: string): MetadataEndpoint => ({
  version: versionIn(url),
  url: url.replace(/\/+$/, ""),
  from,
});

export const pathsOf = ({ version, url }: MetadataEndpoint): Paths => {
  if (version === "v2") return { task: `${url}/metadata`, stats: `${url}/stats`, tagged: `${url}/metadataWithTags` };
  const paths = { task: `${url}/task`, stats: `${url}/task/stats`, tagged: `${url}/taskWithTags`, own: url };
  return version === "v3" ? paths : { ...paths, instance: { tasks: `${url}/tasks`, stats: `${url}/tasks/stats` } };
};
