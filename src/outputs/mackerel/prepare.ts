import { z } from "zod";
import type { Place } from "../../model/place.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DeliveryOutcome } from "../../ports/push-output.ts";
import type { Problem } from "../../problems/problem.ts";
import type { Api } from "./api.ts";
import { appGraphs } from "./app-graphs.ts";
import type { Endings } from "./endings.ts";
import { graphDefinitions } from "./graph-definitions.ts";
import { instanceSeed } from "./host-seed.ts";
import { outcomeOf, outputProblem, type Verdict, verdictOf, writeVerdict } from "./outcome.ts";
import { isDaemon, type Owner } from "./owner.ts";
import { tasksOf } from "./task-view.ts";
import { keepUp, type UpkeepDeps } from "./upkeep.ts";

/** How often `prepare` is to run; most of the time it finds nothing to do. */
export const prepareEveryMs = 60_000;
/** Mackerel deletes a definition with wildcards after six to eight hours without values. */
const defineEveryMs = 3_600_000;

export interface PrepareDeps extends UpkeepDeps {
  readonly api: Api;
  readonly clock: Clock;
  readonly place: Place;
  readonly daemon: Owner;
  readonly endings: Endings;
}

const serviceList = z.object({ services: z.array(z.object({ name: z.string() })) });

/** What a step came to: nothing to tell, a trouble that does not stand in the way, or one that does. */
type Step = { readonly problem?: Problem } | { readonly stop: DeliveryOutcome };

const fine: Step = {};

/** A refusal is told and does not stand in the way; anything else does. */
const stepOf = (verdict: Verdict): Step => {
  if (verdict.kind === "good") return fine;
  return verdict.kind === "bad" ? { problem: verdict.problem } : { stop: outcomeOf(verdict) };
};

/** Makes what has to stand in Mackerel stand there: graph definitions, the service, a host for every living task. */
export const openPrepare = (deps: PrepareDeps) => {
  const { settings, api, clock, place, daemon, endings, hosts } = deps;
  const own = graphDefinitions(settings);
  let definedMs: number | undefined;
  let defined: Step = fine;
  let definedApps: readonly string[] = [];
  let hasService = settings.serviceMetrics.service === "";

  const define = async (latest: Snapshot | undefined, signal: AbortSignal): Promise<Step> => {
    const apps = latest === undefined ? [] : appGraphs(settings, latest);
    const definitions = [...own, ...apps];
    if (definitions.length === 0) return fine;
    const isNew = apps.some(({ name }) => !definedApps.includes(name));
    if (!isNew && definedMs !== undefined && clock.now() - definedMs < defineEveryMs) return defined;
    const call = { method: "POST", path: "/api/v0/graph-defs/create", body: definitions } as const;
    const step = stepOf(writeVerdict(await api(call, signal)));
    if ("stop" in step) return step;
    definedMs = clock.now();
    definedApps = apps.map(({ name }) => name);
    defined = step;
    return step;
  };

  const establishService = async (signal: AbortSignal): Promise<Step> => {
    if (hasService) return fine;
    const name = settings.serviceMetrics.service;
    const listed = verdictOf(await api({ method: "GET", path: "/api/v0/services" }, signal));
    if (listed.kind !== "good") return stepOf(listed);
    const { services = [] } = serviceList.safeParse(listed.json).data ?? {};
    if (!services.some((service) => service.name === name)) {
      const body = { name, memo: settings.memo ?? "" };
      const created = verdictOf(await api({ method: "POST", path: "/api/v0/services", body }, signal));
      if (created.kind === "bad") return { problem: outputProblem("mackerel-service", created.problem.detail) };
      if (created.kind !== "good") return stepOf(created);
    }
    hasService = true;
    return fine;
  };

  const establishInstance = async (signal: AbortSignal): Promise<Step> => {
    const resolved = await hosts.resolve(instanceSeed, "never", signal);
    return resolved.kind === "found" || resolved.kind === "absent" ? fine : stepOf(resolved);
  };

  const establishTasks = async (latest: Snapshot, signal: AbortSignal): Promise<Step> => {
    const views = tasksOf(latest, settings);
    let problem: Problem | undefined;
    for (const view of views.filter(({ ready, alive }) => ready && alive)) {
      const trouble = await keepUp(view, deps, signal);
      if (trouble?.kind === "bad" && hosts.known().length > 0) problem = trouble.problem;
      else if (trouble?.kind === "bad") return { stop: { kind: "hold", problem: trouble.problem } };
      else if (trouble !== undefined) return { stop: outcomeOf(trouble) };
    }
    if (isDaemon(place)) await endings.run(latest, views, signal);
    return problem === undefined ? fine : { problem };
  };

  const establishHosts = async (latest: Snapshot | undefined, signal: AbortSignal): Promise<Step> => {
    if (settings.hosts === "instance") return establishInstance(signal);
    await daemon.ask(signal);
    return latest === undefined ? fine : establishTasks(latest, signal);
  };

  return async (latest: Snapshot | undefined, signal: AbortSignal): Promise<DeliveryOutcome> => {
    const remark = settings.remarks.join("; ");
    let problem = remark === "" ? undefined : outputProblem("mackerel-agent-config", remark);
    for (const step of [
      (end: AbortSignal) => define(latest, end),
      establishService,
      (end: AbortSignal) => establishHosts(latest, end),
    ]) {
      const done = await step(signal);
      if ("stop" in done) return done.stop;
      problem = done.problem ?? problem;
    }
    return problem === undefined ? { kind: "accepted" } : { kind: "partly", rejected: [], problem };
  };
};
