import { z } from "zod";
import type { Services } from "../../app/services.ts";
import type { Problem } from "../../problems/problem.ts";

/** Whether the agent's port can be had. */
export interface PortState {
  readonly verdict: string;
  readonly problem?: Problem;
}

/** What an agent says at /healthz. */
const healthSchema = z.object({ status: z.literal("ok"), inputs: z.record(z.string(), z.string()) });

const askAgent = async (
  { http }: Pick<Services, "http">,
  host: string,
  port: number,
): Promise<Readonly<Record<string, string>> | undefined> => {
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}/healthz`;
  const answer = await http.request({ url, timeoutMs: 1000, maxBodyBytes: 65_536 });
  if (!answer.ok || answer.status !== 200) return undefined;
  try {
    const parsed = healthSchema.safeParse(JSON.parse(answer.body));
    return parsed.success ? parsed.data.inputs : undefined;
  } catch {
    return undefined;
  }
};

/** Opens the port for a moment. When it is taken, asks whether an agent has it: then all is well. */
export const portState = async (
  services: Pick<Services, "serve" | "http">,
  { host, port }: { readonly host?: string | undefined; readonly port: number },
): Promise<PortState> => {
  const opened = await services.serve({ host, port }, () => ({ status: 503 }));
  if (opened.ok) {
    await opened.close(0);
    return { verdict: `${port} is free` };
  }
  const { problem } = opened;
  if (problem.code !== "port-in-use") return { verdict: `${port} cannot be opened`, problem };
  const inputs = await askAgent(services, host ?? "127.0.0.1", port);
  if (inputs === undefined) return { verdict: `${port} is in use by another program`, problem };
  const states = Object.entries(inputs).map(([name, state]) => `${name} ${state}`);
  return { verdict: `${port} is in use by a taskvitals that runs already (${states.join(", ") || "no input on"})` };
};
