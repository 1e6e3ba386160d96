import { error, type FakeAnswer } from "./answer.ts";
import { type FieldMapping, isObject, type JsonObject, leavesOf, mappedFields } from "./documents.ts";

/** What a template makes of an index. */
export interface Template {
  readonly priority: number;
  readonly isStream: boolean;
  readonly fields: ReadonlyMap<string, FieldMapping>;
  readonly timeSeries: boolean;
}

export interface Templates {
  readonly bodies: Map<string, JsonObject>;
  /** The one that counts for an index. */
  of(index: string): Template | undefined;
  get(name: string, composable: boolean): FakeAnswer;
  put(name: string, body: string): FakeAnswer;
}

const globbed = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);

const patternsOf = ({ index_patterns: patterns }: JsonObject): readonly string[] =>
  Array.isArray(patterns) ? patterns.filter((pattern) => typeof pattern === "string") : [];

const templateOf = (body: JsonObject): Template => {
  const inner = isObject(body.template) ? body.template : body;
  const mappings = isObject(inner.mappings) ? inner.mappings : {};
  const mode = leavesOf(inner.settings).find(([name]) => name === "mode" || name === "index.mode");
  return {
    priority: typeof body.priority === "number" ? body.priority : 0,
    isStream: isObject(body.data_stream),
    fields: mappedFields(mappings.properties),
    timeSeries: mode?.[1] === "time_series",
  };
};

const refused = (reason: string): FakeAnswer => error(400, "illegal_argument_exception", reason);

/** Index templates, and what the real one refuses of them. */
export const openTemplates = (takesTimeSeries: boolean): Templates => {
  const bodies = new Map<string, JsonObject>();
  const rivalOf = (name: string, put: JsonObject): string | undefined =>
    [...bodies].find(
      ([other, { priority, ...rival }]) =>
        other !== name &&
        priority === put.priority &&
        patternsOf(rival).some((pattern) => patternsOf(put).includes(pattern)),
    )?.[0];
  return {
    bodies,
    of: (index) =>
      [...bodies.values()]
        .filter((body) => patternsOf(body).some((pattern) => globbed(pattern).test(index)))
        .map(templateOf)
        .sort((one, other) => other.priority - one.priority)[0],
    get: (name, composable) => {
      const body = bodies.get(name);
      if (body === undefined) return error(404, "resource_not_found_exception", name);
      return {
        status: 200,
        body: composable ? { index_templates: [{ name, index_template: body }] } : { [name]: body },
      };
    },
    put: (name, text) => {
      const body: unknown = JSON.parse(text);
      if (!isObject(body) || patternsOf(body).length === 0) return refused("index patterns are missing");
      if (templateOf(body).timeSeries && !takesTimeSeries) return refused("unknown setting [index.mode]");
      const rival = rivalOf(name, body);
      if (rival !== undefined) return refused(`[${name}] has the patterns and the priority of [${rival}]`);
      bodies.set(name, body);
      return { status: 200, body: { acknowledged: true } };
    },
  };
};
