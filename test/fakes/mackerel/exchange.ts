import type { z } from "zod";

/** One request to the API, its key seen to and its body parsed. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly json: unknown;
}

export interface ApiReply {
  readonly status: number;
  readonly json: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (json: unknown): ApiReply => ({ status: 200, json });

export const success: ApiReply = ok({ success: true });

export const refusal = (status: number, message: string): ApiReply => ({ status, json: { error: { message } } });

export const notFound = (what: string): ApiReply => refusal(404, `${what} not found`);

/** Answers with what becomes of a body of the right shape; with 400 and the reasons to any other. */
export const checked = <Shape>(json: unknown, shape: z.ZodType<Shape>, then: (body: Shape) => ApiReply): ApiReply => {
  const { success: fits, data, error } = shape.safeParse(json);
  if (fits) return then(data);
  return refusal(400, error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
};
