import { z } from "zod";
import { schemaRefusal } from "../problems/schema-refusal.ts";

const count = z.coerce.number().int().min(0);

/** Which requests, and when. */
const when = {
  path: z.string().min(1).optional().describe("only requests of this path; * stands for anything: */task/stats"),
  skip: count.optional().describe("lets so many matching requests pass first"),
  times: count.optional().describe("then hits so many; left out: all"),
  afterMs: count.optional().describe("begins so long after it was set"),
  forMs: count.optional().describe("and ends so long after it began"),
};

/** Which containers; left out: all. */
const which = {
  container: z.string().min(1).optional().describe("only the container of this name in the task definition"),
  task: count.optional().describe("only the task at this place of the list, from 0"),
};

const kind = <const K extends string>(name: K, meaning: string) => z.literal(name).describe(meaning);

const replyFault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: kind("throttle", "429, text/plain"), ...when }),
  z.strictObject({ kind: kind("server-error", "500 with {}"), ...when }),
  z.strictObject({ kind: kind("silence", "never answers"), ...when }),
  z.strictObject({ kind: kind("slow", "answers late"), ...when, delayMs: count.describe("so late") }),
  z.strictObject({
    kind: kind("cut", "the connection closes inside the body"),
    ...when,
    bytes: count.optional().describe("after so many bytes; left out: half of them"),
  }),
  z.strictObject({ kind: kind("reset", "the connection is reset before a byte of the answer"), ...when }),
  z.strictObject({ kind: kind("not-json", "200 with a proxy's page"), ...when }),
  z.strictObject({
    kind: kind("redirect", "302 to another host"),
    ...when,
    location: z.string().min(1).optional().describe("left out: http://metadata.invalid/"),
  }),
  z.strictObject({
    kind: kind("huge", "the right document, with white space up to a size"),
    ...when,
    bytes: count.optional().describe("the size; left out: 9 MiB"),
  }),
  z.strictObject({ kind: kind("tags-refused", "/taskWithTags has Errors instead of tags"), ...when }),
]);

const statsFault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: kind("null-stats", "a container's statistics are null"), ...when, ...which }),
  z.strictObject({ kind: kind("empty-stats", "a container's statistics are {}"), ...when, ...which }),
  z.strictObject({ kind: kind("missing-stats", "a container's key is missing"), ...when, ...which }),
  z.strictObject({
    kind: kind("stats-field", "one value of a container's statistics is another"),
    ...when,
    ...which,
    field: z.string().min(1).describe("its path, with dots: cpu_stats.cpu_usage.total_usage"),
    value: z.string().describe("JSON text; empty takes the key away"),
  }),
]);

const once = { ...which, afterMs: when.afterMs };

const eventFault = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: kind("stop", "a container stops"),
    ...once,
    exitCode: count.max(255).optional().describe("left out: 137, as when it is killed"),
  }),
  z.strictObject({
    kind: kind("restart", "a container is restarted: later StartedAt, RestartCount + 1"),
    ...once,
    counters: z
      .enum(["continue", "reset"])
      .optional()
      .describe("left out: go on where the ECS agent adds them up (EC2, ECS Anywhere), begin anew elsewhere"),
  }),
  z.strictObject({ kind: kind("counter-reset", "a container's counters begin anew, without a restart"), ...once }),
  z.strictObject({
    kind: kind("clock-step", "the source's clock steps, for all tasks"),
    ...once,
    byMs: z.coerce.number().describe("forward, or back when negative"),
  }),
]);

const fault = z.discriminatedUnion("kind", [replyFault, statsFault, eventFault]);

/** What goes wrong with a reply as a whole. */
export type ReplyFault = Readonly<z.infer<typeof replyFault>>;
/** What goes wrong with the statistics of containers inside a good reply. */
export type StatsFault = Readonly<z.infer<typeof statsFault>>;
/** What happens to containers, or to the source's clock, once. */
export type EventFault = Readonly<z.infer<typeof eventFault>>;
export type Fault = ReplyFault | StatsFault | EventFault;

const statsKinds: ReadonlySet<string> = new Set(statsFault.options.map(({ shape }) => shape.kind.value));
const eventKinds: ReadonlySet<string> = new Set(eventFault.options.map(({ shape }) => shape.kind.value));

export const isStatsFault = (value: Fault): value is StatsFault => statsKinds.has(value.kind);
export const isEvent = (value: Fault): value is EventFault => eventKinds.has(value.kind);

export type ParsedFault =
  | { readonly ok: true; readonly fault: Fault }
  /** What is wrong, for people. */
  | { readonly ok: false; readonly detail: string };

const kindNames: readonly string[] = [replyFault, statsFault, eventFault].flatMap(({ options }) =>
  options.map(({ shape }) => shape.kind.value),
);

const refusal = (given: Readonly<Record<string, string>>, error: z.ZodError): string => {
  const { kind: name = "" } = given;
  if (!kindNames.includes(name)) return `There is no fault ${name}. Kinds: ${kindNames.join(", ")}.`;
  const details = error.issues.map((issue) => {
    if (issue.code === "unrecognized_keys") return `it has no option ${issue.keys.join(", ")}`;
    const option = issue.path.join(".");
    return `${option} ${given[option] === undefined ? "is missing" : issue.message}`;
  });
  return `${name}: ${details.join("; ")}.`;
};

/** A fault from names and texts, such as a query has. */
export const parseFault = (entries: Iterable<readonly [string, string]>): ParsedFault => {
  const given = Object.fromEntries(entries);
  const parsed = fault.safeParse(given, { error: schemaRefusal });
  return parsed.success ? { ok: true, fault: parsed.data } : { ok: false, detail: refusal(given, parsed.error) };
};

/** A fault in one word of a command line: `throttle`, or `cut,path=*\/task/stats,times=2`. */
export const faultFromText = (text: string): ParsedFault => {
  const [name = "", ...options] = text.split(",");
  return parseFault([
    ["kind", name],
    ...options.map((option): [string, string] => {
      const [key = "", ...value] = option.split("=");
      return [key, value.join("=")];
    }),
  ]);
};

/** Every kind with its meaning and options, for help texts. */
export const faultKinds = (): { kind: string; meaning: string; options: Record<string, string> }[] =>
  [...replyFault.options, ...statsFault.options, ...eventFault.options].map(
    ({ shape: { kind: name, ...options } }) => ({
      kind: name.value,
      meaning: name.description ?? "",
      options: Object.fromEntries(Object.entries(options).map(([key, schema]) => [key, schema.description ?? ""])),
    }),
  );
