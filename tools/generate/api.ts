import { stringify } from "yaml";
import { z } from "zod";
import { version } from "../../src/app/version.ts";
import * as contract from "../../src/web/api/contract.ts";
import type { Document } from "./document.ts";

interface Operation {
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly object[];
  /** Of the answer; the name of a component. */
  readonly schema?: string;
  readonly contentType?: string;
  /** Answers that are no 200, and when. */
  readonly refusals?: Readonly<Record<string, string>>;
}

const components: Readonly<Record<string, z.ZodType>> = {
  Tree: contract.tree,
  History: contract.history,
  Values: contract.values,
  Apps: contract.apps,
  Agent: contract.agent,
  Catalogue: contract.catalogue,
  Table: contract.tableEvent,
  Delta: contract.deltaEvent,
  Points: contract.pointsEvent,
  Refusal: contract.refusal,
};

const operations: readonly Operation[] = [
  {
    path: "/api/live",
    summary: "The table of tasks and containers as it changes",
    description:
      "Server-sent events: `table` (everything; on connecting and when a reader was away for too long), `delta` (what changed) and, for each watched key, `points`. Their data are the schemas Table, Delta and Points. A comment every 15 seconds says that the connection lives.",
    parameters: [
      {
        name: "watch",
        in: "query",
        description: "Key of a task or container; `points` events tell its figures. May be repeated, up to 64 times.",
        schema: { type: "array", items: { type: "string" } },
        style: "form",
        explode: true,
      },
      {
        name: "Last-Event-ID",
        in: "header",
        description: "Id of the last event; browsers send it when they connect again",
        schema: { type: "string" },
      },
    ],
    contentType: "text/event-stream",
    refusals: { "400": "Too many keys", "503": "100 readers watch already; Retry-After says when to try again" },
  },
  { path: "/api/tree", summary: "Clusters, services, tasks and containers, with what each uses now", schema: "Tree" },
  {
    path: "/api/history",
    summary: "The last 15 minutes of every series of one resource",
    parameters: [
      {
        name: "key",
        in: "query",
        required: true,
        description: "Of a task or container, as in /api/tree; `self` is the agent",
        schema: { type: "string" },
      },
    ],
    schema: "History",
    refusals: { "404": "No such key; the nearest one is named" },
  },
  { path: "/api/values", summary: "Every metric of everything with its present value", schema: "Values" },
  {
    path: "/api/apps",
    summary: "What the app of a container, or the apps of a task's containers, tell of themselves",
    parameters: [
      {
        name: "key",
        in: "query",
        required: true,
        description: "Of a task or container, as in /api/tree",
        schema: { type: "string" },
      },
    ],
    schema: "Apps",
    refusals: { "404": "No such key; the nearest one is named" },
  },
  { path: "/api/agent", summary: "How the agent fares, and its configuration in force", schema: "Agent" },
  {
    path: "/api/catalogue",
    summary: "Every metric there is: name, unit, description",
    parameters: [{ name: "If-None-Match", in: "header", schema: { type: "string" } }],
    schema: "Catalogue",
    refusals: { "304": "Unchanged" },
  },
  {
    path: "/api/source/task",
    summary: "The task metadata endpoint's task document as it last came",
    contentType: "application/json",
    refusals: { "404": "There is none" },
  },
  {
    path: "/api/source/stats",
    summary: "The task metadata endpoint's statistics as they last came",
    contentType: "application/json",
    refusals: { "404": "There is none" },
  },
];

const refusalContent = { "application/json": { schema: { $ref: "#/components/schemas/Refusal" } } };

/** Before any of them is answered. */
const gate: Readonly<Record<string, string>> = {
  "401": "From elsewhere, with nothing to show: docs/page.md",
  "403": "Turned off, or asked under a name or by a site that is not known: docs/page.md",
  "429": "Too many wrong tokens",
};

const responsesOf = ({ schema, contentType = "application/json", refusals = {} }: Operation) => ({
  "200": {
    description: "OK",
    content: {
      [contentType]: schema === undefined ? {} : { schema: { $ref: `#/components/schemas/${schema}` } },
    },
  },
  ...Object.fromEntries(
    Object.entries({ ...refusals, ...gate })
      .sort(([one], [other]) => Number(one) - Number(other))
      .map(([status, description]) => [
        status,
        status === "304" || gate[status] !== undefined ? { description } : { description, content: refusalContent },
      ]),
  ),
});

const pathOf = ({ path, summary, description, parameters, ...answer }: Operation) => [
  path,
  {
    get: {
      summary,
      ...(description === undefined ? {} : { description }),
      ...(parameters === undefined ? {} : { parameters }),
      responses: responsesOf({ path, summary, ...answer }),
    },
  },
];

const schemaOf = (schema: z.ZodType): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
};

/** The page's API in OpenAPI 3.1. */
export const apiDescription: Document = {
  path: "docs/api.yaml",
  render: () =>
    `# Generated by npm run generate from src/web/api/contract.ts. In words: docs/api.md.\n${stringify(
      {
        openapi: "3.1.0",
        info: {
          title: "taskvitals",
          version,
          description: "What the live page reads, on the agent's one port. Times are milliseconds since the epoch.",
        },
        servers: [{ url: "http://127.0.0.1:9546" }],
        paths: Object.fromEntries(operations.map(pathOf)),
        components: {
          schemas: Object.fromEntries(Object.entries(components).map(([name, schema]) => [name, schemaOf(schema)])),
        },
      },
      { aliasDuplicateObjects: false, lineWidth: 120 },
    )}`,
};
