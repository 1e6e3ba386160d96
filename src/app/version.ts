import manifest from "../../package.json" with { type: "json" };

/** Version of taskvitals. */
export const version: string = manifest.version;
