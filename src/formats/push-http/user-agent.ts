import manifest from "../../../package.json" with { type: "json" };

/** What requests of this program call themselves. */
export const userAgent = `taskvitals/${manifest.version}`;
