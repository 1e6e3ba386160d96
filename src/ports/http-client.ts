export interface HttpRequest {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  /** Talk to this unix socket; host and port of the URL are then only names. */
  readonly socketPath?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** From the call to the last byte. */
  readonly timeoutMs: number;
  /** A longer body is a failure, not a cut one. */
  readonly maxBodyBytes: number;
  /** The answer is no text: give its bytes too. */
  readonly binary?: boolean;
  readonly signal?: AbortSignal;
}

/** Header names in lower case. */
export interface HttpResponse {
  readonly ok: true;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded as UTF-8. */
  readonly body: string;
  /** The body as it came; only when the request was `binary`. */
  readonly bytes?: Uint8Array;
}

export type HttpFailureReason =
  /** Nobody listens. */
  | "refused"
  /** The unix socket, or the host, is not there. */
  | "not-found"
  /** The unix socket may not be opened. */
  | "forbidden"
  /** Closed before the whole answer came. */
  | "reset"
  | "timeout"
  | "too-large"
  /** The caller's signal fired. */
  | "aborted"
  | "other";

export interface HttpFailure {
  readonly ok: false;
  readonly reason: HttpFailureReason;
  readonly detail: string;
}

/** HTTP out. Any status is an answer; a failure is a value; nothing throws. Follows no redirect, uses no proxy. */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResponse | HttpFailure>;
  /**
   * Streams the body's lines as they come (an endless answer, such as Docker's events). `timeoutMs` bounds the wait
   * for the headers only, `maxBodyBytes` one line. Ends when the peer closes or the signal fires.
   */
  lines(request: HttpRequest): Promise<HttpLines | HttpFailure>;
  /** Closes what is open. */
  close(): Promise<void>;
}

export interface HttpLines {
  readonly ok: true;
  readonly status: number;
  /** Ends without a throw when the stream breaks off. */
  readonly lines: AsyncIterable<string>;
}
