import manifest from "../../../package.json" with { type: "json" };

export const agentVersion: string = manifest.version;

/** What requests of this program call themselves. */
export const userAgent = `taskvitals/${agentVersion}`;
