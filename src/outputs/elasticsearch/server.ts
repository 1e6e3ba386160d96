import { fieldsOf } from "../../formats/json-fields.ts";

/** What answers: told by `GET /`. */
export interface Server {
  readonly flavour: "elasticsearch" | "opensearch" | "unknown";
  /** Undefined when it does not tell, or has none (Elastic's serverless). */
  readonly version: readonly [major: number, minor: number] | undefined;
  /** Data streams and composable templates: Elasticsearch 7.9 and later (not its Apache-licensed builds), OpenSearch. */
  readonly dataStreams: boolean;
  /** Time series data streams: Elasticsearch 8.7 and later. */
  readonly timeSeries: boolean;
  /** `require_data_stream` of bulk: Elasticsearch 8.13 and later. */
  readonly requireDataStream: boolean;
  /** `include_source_on_error` of bulk: Elasticsearch 8.18 and later. */
  readonly hidesSource: boolean;
}

/** Before it was asked, and when it may not be: what every version takes. */
export const unknownServer: Server = {
  flavour: "unknown",
  version: undefined,
  dataStreams: true,
  timeSeries: false,
  requireDataStream: false,
  hidesSource: false,
};

const versionOf = (text: string | undefined): readonly [number, number] | undefined => {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(text ?? "") ?? [];
  return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
};

const isFrom = (version: readonly [number, number], major: number, minor: number): boolean =>
  version[0] > major || (version[0] === major && version[1] >= minor);

/** Undefined when it is neither Elasticsearch nor OpenSearch. */
export const serverOf = (answer: unknown): Server | undefined => {
  const told = fieldsOf(answer).object("version");
  const version = versionOf(told.text("number"));
  if (version === undefined) return undefined;
  if (told.text("distribution") === "opensearch") {
    return { ...unknownServer, flavour: "opensearch", version };
  }
  const build = told.text("build_flavor");
  // Elastic's serverless tells a version that means nothing: it is always the newest.
  const from = (major: number, minor: number): boolean => build === "serverless" || isFrom(version, major, minor);
  return {
    flavour: "elasticsearch",
    version: build === "serverless" ? undefined : version,
    dataStreams: from(7, 9) && build !== "oss",
    timeSeries: from(8, 7),
    requireDataStream: from(8, 13),
    hidesSource: from(8, 18),
  };
};

/** For people. */
export const serverText = ({ flavour, version }: Server): string =>
  version === undefined ? flavour : `${flavour} ${version.join(".")}`;
