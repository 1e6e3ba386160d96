import { matches } from "../../model/wildcard.ts";
import type { BoardContainer } from "../../ports/container-board.ts";
import type { Rule } from "./config.ts";
import { defaultPaths, usualIntervals } from "./settings.ts";
import type { Finding, Wanted } from "./wanted.ts";

const isFor = ({ match }: Rule, { container, task }: BoardContainer): boolean => {
  const asked: readonly (readonly [string | undefined, string | undefined])[] = [
    [match.container, container.name],
    [match.image, container.image],
    [match.family, task?.family],
    [match.service, task?.service],
  ];
  const said = asked.filter(([pattern]) => pattern !== undefined);
  return said.length > 0 && said.every(([pattern = "", text]) => text !== undefined && matches(pattern, text));
};

const wantedBy = (rule: Rule, number: number): Wanted => ({
  kind: rule.metrics,
  port: rule.port,
  path: rule.path ?? defaultPaths[rule.metrics],
  scheme: rule.scheme,
  intervalMs: rule.intervalMs ?? usualIntervals[rule.metrics],
  timeoutMs: rule.timeoutMs,
  include: rule.include,
  exclude: rule.exclude,
  name: rule.name,
  tags: rule.tags,
  plugin: rule.plugin,
  from: `inputs.app-metrics.rules[${number}]`,
});

/** What the configuration wants of a container. */
export const rulesFor = (seen: BoardContainer, rules: readonly Rule[]): Finding => ({
  wanted: rules.flatMap((rule, number) => (isFor(rule, seen) ? [wantedBy(rule, number)] : [])),
  faults: [],
});
