/** An answer of the cluster. */
export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface FakeRequest {
  readonly method: string;
  /** Path with the query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Decompressed. */
  readonly body: string;
}

export const error = (status: number, type: string, reason: string): FakeAnswer => ({
  status,
  body: { error: { type, reason }, status },
});
