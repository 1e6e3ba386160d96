import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { AgentReport, CatalogueReport, ValuesReport } from "../../../src/web/api/contract.ts";
import { type Answer, read } from "../live/read.ts";

const everyMs = 5000;

/** The last of each that came stays when the agent does not answer: the connection's note says how old it is. */
export const agentReport = signal<AgentReport | undefined>(undefined);
export const catalogueReport = signal<CatalogueReport | undefined>(undefined);
export const valuesReport = signal<ValuesReport | undefined>(undefined);
export const reportError = signal("");

const refresh = async (stop: AbortSignal): Promise<void> => {
  const [agent, values] = await Promise.all([
    read<AgentReport>("api/agent", stop),
    read<ValuesReport>("api/values", stop),
  ]);
  const catalogue: Answer<CatalogueReport> | undefined =
    catalogueReport.value?.version === (agent.ok ? agent.body.version : undefined)
      ? undefined
      : await read<CatalogueReport>("api/catalogue", stop);
  if (stop.aborted) return;
  if (agent.ok) agentReport.value = agent.body;
  if (values.ok) valuesReport.value = values.body;
  if (catalogue?.ok) catalogueReport.value = catalogue.body;
  reportError.value = agent.ok ? "" : agent.error;
};

/** Asks again every five seconds while the component is there and somebody looks. */
export const useReports = (): void =>
  useEffect(() => {
    const stop = new AbortController();
    const again = (): void => {
      if (!document.hidden) void refresh(stop.signal);
    };
    again();
    const timer = setInterval(again, everyMs);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);
