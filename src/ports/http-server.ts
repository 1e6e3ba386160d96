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

/** A body that is written over time. Everything is safe to call after the end, and does nothing then. */
export interface ReplyStream {
  /**
   * False: the peer does not keep up, and what is written now waits in memory. The writer should stop until `onDrain`.
   * A peer that takes nothing at all is cut off after a while.
   */
  write(chunk: Uint8Array): boolean;
  end(): void;
  /** Called each time everything has been taken after a `write` that was false. */
  onDrain(listener: () => void): void;
  /** Called once: the peer has gone, the server closes, or `end` has done its work. */
  onClose(listener: () => void): void;
}

export interface ServerReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** In place of `body`: called when the head has been sent; not for HEAD. */
  readonly stream?: (to: ReplyStream) => void;
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
