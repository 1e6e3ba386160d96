import type { LaunchType } from "./identity.ts";

/**
 * How the agent runs. sidecar: one of a task's containers; daemon: one per Docker host; managed-daemon: one per ECS
 * Managed Instance; standalone: none of these was recognised.
 */
export const forms = ["sidecar", "daemon", "managed-daemon", "standalone"] as const;
export type Form = (typeof forms)[number];

/** A task metadata endpoint that the environment names. */
export interface MetadataEndpoint {
  readonly version: "v4" | "v3" | "v2";
  /** Base address, without a trailing slash. */
  readonly url: string;
  /** Which variable or marker told. */
  readonly from: string;
}

/** Where the agent is: found out once at the start, from the environment alone. */
export interface Place {
  readonly form: Form;
  readonly launchType?: LaunchType;
  readonly metadata?: MetadataEndpoint;
  /** Path of the Docker Engine's socket, when it is there. */
  readonly dockerSocket?: string;
  /** Why, in sentences for the start-up log and `doctor`. */
  readonly reasons: readonly string[];
}
