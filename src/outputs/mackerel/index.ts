import { z } from "zod";
import { shownAddress } from "../../formats/push-http/address.ts";
import type { DeliveryOutcome, PushOutputDefinition } from "../../ports/push-output.ts";
import { openApi } from "./api.ts";
import { openAppReadings } from "./app-readings.ts";
import { openBudget } from "./budget.ts";
import { type MackerelConfig, mackerelConfig } from "./config.ts";
import { deliver } from "./deliver.ts";
import { encode } from "./encode.ts";
import { endHost, openEndings } from "./endings.ts";
import { openHosts } from "./hosts.ts";
import { instanceIdentifier } from "./instance.ts";
import { limitsOf } from "./limits.ts";
import { outputName } from "./name.ts";
import { outcomeOf, outputProblem, verdictOf } from "./outcome.ts";
import { isDaemon, openOwner } from "./owner.ts";
import { openPrepare, prepareEveryMs } from "./prepare.ts";
import { openRemoteHosts } from "./remote-hosts.ts";
import { select } from "./select.ts";
import { settingsOf } from "./settings.ts";

const organization = z.object({ name: z.string() });

/** Mackerel: a host for each task, under the names of Mackerel's own container agent and more. */
export const mackerel = {
  kind: "push",
  name: outputName,
  description: "Mackerel: a host for each task, under the names of its container agent",
  config: mackerelConfig,
  detect: (_place, config) =>
    settingsOf(config).apiKey === ""
      ? { on: false, why: "there is no API key (MACKEREL_APIKEY)" }
      : { on: true, why: "there is an API key" },
  limits: limitsOf,
  create: (config, { place, clock, http, log }) => {
    const settings = settingsOf(config);
    const api = openApi(settings, http);
    const remote = openRemoteHosts(api);
    const budget = openBudget(settings.budget);
    const daemon = openOwner(settings.daemonId, place, http);
    const owner = daemon.id;
    const hosts = openHosts({
      settings,
      remote,
      clock,
      log,
      instance: instanceIdentifier(settings.instance, http),
      owner,
    });
    const endings = openEndings({ settings, hosts, remote, budget, clock, log, owner });
    const appsOf = openAppReadings(settings);
    return {
      address: shownAddress(settings.apiBase),
      select: (deliveries) => select(settings, deliveries, appsOf),
      encode,
      deliver: (payload, signal) => deliver(payload, { api, hosts, budget, clock }, signal),
      prepare: openPrepare({ settings, api, hosts, remote, clock, place, daemon, owner, endings }),
      prepareEveryMs,
      probe: async (signal): Promise<DeliveryOutcome> => {
        const verdict = verdictOf(await api({ method: "GET", path: "/api/v0/org" }, signal));
        if (verdict.kind !== "good" || organization.safeParse(verdict.json).success) return outcomeOf(verdict);
        return { kind: "hold", problem: outputProblem("output-address", "not what Mackerel answers") };
      },
      conclude: async (signal): Promise<DeliveryOutcome> => {
        // A daemon ends while its tasks go on.
        if (isDaemon(place)) return { kind: "accepted" };
        for (const host of hosts.known().filter(({ seed }) => seed.kind === "task")) {
          const verdict = await endHost(host.id, { settings, remote }, signal);
          if (verdict.kind !== "good" && verdict.kind !== "missing") return outcomeOf(verdict);
          hosts.close(host);
        }
        return { kind: "accepted" };
      },
    };
  },
} satisfies PushOutputDefinition<"mackerel", MackerelConfig>;
