import { fieldsOf } from "../../formats/json-fields.ts";
import type { HttpResponse } from "../../ports/http-client.ts";
import type { Log } from "../../ports/log.ts";
import type { DeliveryOutcome } from "../../ports/push-output.ts";
import { problem } from "../../problems/problem.ts";
import { type Api, type ApiRequest, parsed } from "./api.ts";
import { appTemplate } from "./app-template.ts";
import type { Knowledge } from "./knowledge.ts";
import { type Server, serverOf, serverText, unknownServer } from "./server.ts";
import { managedBy, streamsOf, type Template, type TemplateOptions, templateFor, templateVersion } from "./template.ts";

export interface PrepareSettings extends TemplateOptions {
  /** Without metrics of apps there is nothing for their template. */
  readonly apps: { readonly metrics: readonly string[] };
  readonly namespace: string;
  readonly templates: "on" | "off";
}

/** What was found out, or why nothing could be. */
type Found<T> = { readonly ok: true; readonly found: T } | { readonly ok: false; readonly outcome: DeliveryOutcome };

type Asked = Found<HttpResponse>;

const accepted: DeliveryOutcome = { kind: "accepted" };

/** Statuses that say no more than that this may not be asked, or is not there. */
const told = (status: number): boolean => status < 500 && status !== 401 && status !== 408 && status !== 429;

const ask = async (api: Api, request: ApiRequest, signal: AbortSignal): Promise<Asked> => {
  const called = await api.call(request, signal);
  if (called.kind === "none") return { ok: false, outcome: called.outcome };
  if (told(called.answer.status)) return { ok: true, found: called.answer };
  return { ok: false, outcome: api.outcome(called.answer, called.url) };
};

/** `GET /`. A key without the privilege `monitor` may not ask: then the least that all versions have is assumed. */
export const findServer = async (api: Api, signal: AbortSignal): Promise<Found<Server>> => {
  const called = await api.call({ method: "GET", path: "/", headers: { accept: "application/json" } }, signal);
  if (called.kind === "none") return { ok: false, outcome: called.outcome };
  const { answer, url } = called;
  if (answer.status === 403) return { ok: true, found: unknownServer };
  const outcome = api.outcome(answer, url);
  if (outcome.kind !== "accepted") return { ok: false, outcome };
  const server = serverOf(parsed(answer.body));
  if (server !== undefined) return { ok: true, found: server };
  const detail = `status ${answer.status}, but neither Elasticsearch nor OpenSearch`;
  return { ok: false, outcome: { kind: "retry", problem: problem("output-address", new URL(url).host, detail) } };
};

/** Whose the template is that stands there. */
const ownerOf = ({ status, body }: HttpResponse): "nobody" | "older" | "leave" => {
  if (status === 404) return "nobody";
  const fields = fieldsOf(parsed(body));
  const composable = fields.list("index_templates")?.[0]?.object("index_template");
  const legacy = fields.object(fields.keys[0] ?? "");
  const meta = composable?.object("_meta") ?? legacy.object("mappings").object("_meta");
  if (meta.text("managed_by") !== managedBy) return "leave";
  return (meta.number("version") ?? 0) < templateVersion ? "older" : "leave";
};

/** Puts the template where there is none, or an older one of ours. Whether one stands. */
const putTemplate = async (
  api: Api,
  { path, body }: Template,
  log: Log,
  signal: AbortSignal,
): Promise<Found<boolean>> => {
  const before = await ask(api, { method: "GET", path, headers: { accept: "application/json" } }, signal);
  if (!before.ok) return before;
  const mayRead = before.found.status === 200 || before.found.status === 404;
  if (mayRead && ownerOf(before.found) === "leave") return { ok: true, found: true };
  const put = mayRead
    ? await ask(
        api,
        {
          method: "PUT",
          path,
          headers: { accept: "application/json", "content-type": "application/json" },
          body: new TextEncoder().encode(JSON.stringify(body)),
        },
        signal,
      )
    : before;
  if (!put.ok) return put;
  if (put.found.status >= 200 && put.found.status < 300) return { ok: true, found: true };
  const error = fieldsOf(parsed(put.found.body)).object("error").text("type");
  log.warn("Elasticsearch does not take the index template; documents go by the templates that are there", {
    template: path,
    status: put.found.status,
    error,
  });
  return { ok: true, found: false };
};

/** Puts all templates, one after the other. Whether all stand. */
const putTemplates = async (
  api: Api,
  templates: readonly Template[],
  log: Log,
  signal: AbortSignal,
): Promise<Found<boolean>> => {
  let all = true;
  for (const template of templates) {
    const stands = await putTemplate(api, template, log, signal);
    if (!stands.ok) return stands;
    all &&= stands.found;
  }
  return { ok: true, found: all };
};

/** Whether the data stream is, or would become, one in time series mode. */
const isTimeSeries = async (api: Api, stream: string, signal: AbortSignal): Promise<Found<boolean>> => {
  const headers = { accept: "application/json" };
  const there = await ask(api, { method: "GET", path: `/_data_stream/${stream}`, headers }, signal);
  if (!there.ok) return there;
  const known = fieldsOf(parsed(there.found.body)).list("data_streams")?.[0];
  if (there.found.status === 200 && known !== undefined) {
    return { ok: true, found: known.has("time_series") || known.text("index_mode") === "time_series" };
  }
  const would = await ask(api, { method: "POST", path: `/_index_template/_simulate_index/${stream}`, headers }, signal);
  if (!would.ok) return would;
  const settings = fieldsOf(parsed(would.found.body)).object("template").object("settings").object("index");
  return { ok: true, found: would.found.status === 200 && settings.text("mode") === "time_series" };
};

/**
 * Finds out what the server is, puts the index template and learns which data streams are time series. What a key may
 * not ask or put is left as it is: documents can be written all the same.
 */
export const prepare = async (
  api: Api,
  settings: PrepareSettings,
  log: Log,
  learnt: (knowledge: Knowledge) => void,
  signal: AbortSignal,
): Promise<DeliveryOutcome> => {
  const server = await findServer(api, signal);
  if (!server.ok) return server.outcome;
  const stands: Found<boolean> =
    settings.templates === "on"
      ? await putTemplates(
          api,
          [
            templateFor(server.found, settings),
            ...(settings.apps.metrics.length === 0 ? [] : [appTemplate(server.found)]),
          ],
          log,
          signal,
        )
      : { ok: true, found: false };
  if (!stands.ok) return stands.outcome;
  const timeSeriesStreams = new Set<string>();
  const mayHave = server.found.timeSeries || server.found.flavour === "unknown";
  const candidates = mayHave ? streamsOf(settings.schema, settings.namespace) : [];
  for (const stream of candidates) {
    const answer = await isTimeSeries(api, stream, signal);
    if (!answer.ok) return answer.outcome;
    if (answer.found) timeSeriesStreams.add(stream);
  }
  learnt({ server: server.found, timeSeriesStreams, templatesStand: stands.found });
  log.debug("Elasticsearch is prepared", { server: serverText(server.found), timeSeries: timeSeriesStreams.size });
  return accepted;
};
