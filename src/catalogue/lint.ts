import { catalogue } from "./catalogue.ts";
import { derivationRule } from "./lint/derivation-rule.ts";
import type { Finding, LintSubject, Rule } from "./lint/finding.ts";
import { attributeLabelRule, identityLabelRule, labelTakenRule, rowMetricRule } from "./lint/label-rules.ts";
import {
  attributesRule,
  availabilityRule,
  descriptionRule,
  idRule,
  originRule,
  overrideRule,
  unitRule,
} from "./lint/metric-rules.ts";
import { nameLegalRule, nameUniqueRule, promlintRule } from "./lint/name-rules.ts";
import { dialects } from "./names/dialects.ts";

const rules: readonly Rule[] = [
  idRule,
  descriptionRule,
  unitRule,
  originRule,
  availabilityRule,
  attributesRule,
  derivationRule,
  overrideRule,
  nameLegalRule,
  promlintRule,
  nameUniqueRule,
  attributeLabelRule,
  identityLabelRule,
  labelTakenRule,
  rowMetricRule,
];

/** Everything wrong with the catalogue and its dialects; empty when nothing is. */
export const lintCatalogue = (
  subject: LintSubject = { metrics: catalogue, dialects: Object.values(dialects) },
): readonly Finding[] => rules.flatMap((rule) => rule(subject));
