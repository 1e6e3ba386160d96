/** One run of a program that prints metrics. */
export interface PluginRun {
  /** The program, by path or to be found in PATH, and its arguments, as they are: there is no shell. */
  readonly argv: readonly string[];
  /** Given to it beside those variables of the agent that every plugin gets. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Whose run it is: a folder of this name is the plugin's working folder and keeps what it remembers from one run to the
   * next, so that no container sees another's counts. Letters, digits, `_`, `-`, `.`.
   */
  readonly owner: string;
  /** Ask for its graph definitions instead of its values. */
  readonly meta: boolean;
  /** From its start to its end, milliseconds; then it is killed with all that it started. */
  readonly timeoutMs: number;
  /** Ends it when it runs, and keeps it from starting when it does not. */
  readonly signal?: AbortSignal;
}

export type PluginFailureReason =
  /** There is no such program. */
  | "not-found"
  /** It may not be run. */
  | "forbidden"
  /** It did not end in time. */
  | "timeout"
  /** It printed more than is read. */
  | "too-much"
  /** Too many others wait for their turn. */
  | "busy"
  | "aborted"
  | "other";

export type PluginResult =
  | {
      readonly ok: true;
      /** Its standard output, decoded as UTF-8. */
      readonly stdout: string;
      /** 128 and the signal's number when one ended it. Plugins with another than 0 may have printed values. */
      readonly exitCode: number;
      /** The first kilobyte of its standard error. */
      readonly stderr: string;
    }
  | { readonly ok: false; readonly reason: PluginFailureReason; readonly detail: string };

/** @param folder the owners' folders are in it; made at the first run */
export type OpenPlugins = (folder: string) => Plugins;

/** Metric plugins of Mackerel, as processes: a few at a time, each with all its children in a group that can be ended. */
export interface Plugins {
  /** Never rejects. */
  run(run: PluginRun): Promise<PluginResult>;
  /** Deletes the owner's folder: its next run starts anew. Never rejects. */
  forget(owner: string): Promise<void>;
  /** Deletes the folders of all others, for what went while nobody looked. Never rejects. */
  forgetOthers(owners: ReadonlySet<string>): Promise<void>;
}
