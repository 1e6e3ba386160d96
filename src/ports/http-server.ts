import type { Problem } from "../problems/problem.ts";

export interface ServerRequest {
  readonly method: string;
  /** Path alone, as sent (not decoded, no query). */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The peer's address; `::ffff:` is removed from mapped IPv4. */
  readonly remoteAddress: string;
}

export interface ServerReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Misbehave, for endpoints that imitate broken ones: close without a word, never answer, or cut the body short. */
  readonly fault?: "reset" | "silence" | { readonly cutAfterBytes: number };
}

export interface ListenOptions {
  /** Undefined: all addresses, IPv6 and IPv4. */
  readonly host?: string | undefined;
  /** 0: any free one. */
  readonly port: number;
}

export interface RunningServer {
  readonly ok: true;
  readonly port: number;
  /** Stops listening, lets running answers end within `graceMs`, then closes what is left. */
  close(graceMs: number): Promise<void>;
}

/** HTTP in. The handler may throw: the peer gets a bare 500 and the server goes on. */
export type ServeHttp = (
  options: ListenOptions,
  handler: (request: ServerRequest) => ServerReply | Promise<ServerReply>,
) => Promise<RunningServer | { readonly ok: false; readonly problem: Problem }>;
