import { z } from "zod";
import { loadSettings } from "../config/load.ts";
import type { ServerSettings } from "../config/server.ts";
import type { HttpFailure, HttpResponse } from "../ports/http-client.ts";
import { type Problem, problem } from "../problems/problem.ts";
import { openHeader, openPath } from "../web/access/gate.ts";
import { hostKind } from "../web/access/host.ts";
import type { CommandContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { originOf } from "./origin.ts";
import { tell } from "./troubles.ts";

export interface OpenOptions {
  readonly config?: string | undefined;
  readonly port?: number | undefined;
  /** As `originOf` takes it. */
  readonly host?: string | undefined;
}

const loopback = "127.0.0.1";
const answerSchema = z.object({ code: z.string().min(1) });
const refusalSchema = z.object({ error: z.string() });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Where the agent is asked: on loopback, unless it listens on one other address alone. */
const ownAddress = ({ host = loopback }: ServerSettings): string =>
  host === "0.0.0.0" || host === "::" ? loopback : host;

/** The code, or why there is none. */
const codeOf = (address: string, answer: HttpResponse | HttpFailure): string | Problem => {
  if (!answer.ok) return problem("agent-missing", address, answer.detail);
  const body = parsed(answer.body);
  const given = answerSchema.safeParse(body);
  if (answer.status === 200 && given.success) return given.data.code;
  const refused = refusalSchema.safeParse(body);
  return refused.success
    ? problem("open-refused", address, refused.data.error)
    : problem("agent-missing", address, `something else answers there, with ${answer.status}`);
};

/** `taskvitals open`: asks the agent on this machine for a one-time code and prints the link with it. Opens no browser. */
export const open = async (context: CommandContext, { config, port, host }: OpenOptions): Promise<ExitCode> => {
  const { services, terminal } = context;
  const { environment, files, http } = services;
  const { settings } = await loadSettings({
    environment,
    files,
    path: config,
    aws: services,
    signal: context.signal,
    overrides: port === undefined ? {} : { server: { port } },
  });
  const { server } = settings;
  const asked = originOf(ownAddress(server), server.port) ?? "";
  const answer = await http.request({
    method: "POST",
    url: `${asked}${openPath}`,
    headers: { [openHeader]: "1", ...(server.token === undefined ? {} : { authorization: `Bearer ${server.token}` }) },
    timeoutMs: 5000,
    maxBodyBytes: 65_536,
  });
  await http.close();
  const code = codeOf(asked, answer);
  if (typeof code !== "string") {
    tell(context, [code]);
    return exitCodes.failed;
  }
  const origin = originOf(host ?? loopback, server.port) ?? asked;
  if (hostKind(new URL(origin).host, server.hosts) === "foreign") tell(context, [problem("page-host", origin)]);
  terminal.out(`${origin}/?open=${code}\n`);
  terminal.err("It works once, and for five minutes.\n");
  return exitCodes.ok;
};
