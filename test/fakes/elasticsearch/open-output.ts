import { createHash, createHmac } from "node:crypto";
import type { z } from "zod";
import type { elasticsearchConfig } from "../../../src/outputs/elasticsearch/config.ts";
import { elasticsearch } from "../../../src/outputs/elasticsearch/index.ts";
import { standardOutput } from "../../../src/platform/standard-output.ts";
import type { AwsCredentialSource } from "../../../src/ports/aws-credentials.ts";
import type { HttpClient, HttpFailure, HttpRequest, HttpResponse } from "../../../src/ports/http-client.ts";
import type { Log, LogFields } from "../../../src/ports/log.ts";
import type { Delivery, PushOutput } from "../../../src/ports/push-output.ts";
import { openFakeClock } from "../../fake-clock.ts";

type Answer = Partial<HttpResponse> | HttpFailure;
export type Answering = (request: HttpRequest) => Answer;

const full = (answer: Answer): HttpResponse | HttpFailure =>
  answer.ok === false ? answer : { ok: true, status: 200, headers: {}, body: "", ...answer };

/** A client whose answers the test makes up; keeps what was asked. */
const scriptedHttp = (answering: Answering): HttpClient & { readonly asked: HttpRequest[] } => {
  const asked: HttpRequest[] = [];
  return {
    asked,
    request: async (request) => {
      asked.push(request);
      return full(answering(request));
    },
    lines: async () => ({ ok: false, reason: "other", detail: "not asked for" }),
    close: async () => {},
  };
};

const aws: AwsCredentialSource = {
  current: async () => ({ ok: true, credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI" } }),
};

/** The output with everything around it made up. */
export const open = (config: z.input<typeof elasticsearchConfig>, answering: Answering = () => ({ status: 500 })) => {
  const http = scriptedHttp(answering);
  const logged: { readonly message: string; readonly fields: LogFields | undefined }[] = [];
  const note = (message: string, fields?: LogFields) => {
    logged.push({ message, fields });
  };
  const log: Log = { debug: note, info: note, warn: note, error: note };
  const clock = openFakeClock({ nowMs: Date.UTC(2026, 2, 1, 12) });
  const output: PushOutput = elasticsearch.create(elasticsearch.config.parse(config), {
    place: { form: "sidecar", reasons: [] },
    clock,
    http,
    gzip: (plain) => plain,
    hashing: {
      sha256: (data) => createHash("sha256").update(data).digest(),
      hmacSha256: (key, data) => createHmac("sha256", key).update(data).digest(),
    },
    aws,
    stdout: standardOutput,
    log,
  });
  return { output, http, logged, clock };
};

/** The text of the bulk request for these. */
export const encoded = (output: PushOutput, deliveries: readonly Delivery[]): string =>
  new TextDecoder().decode(output.encode(output.select(deliveries)).body);
