import type { Settings } from "../config/load.ts";
import { listOptions, type Option } from "../config/options.ts";
import { valueAt } from "../config/tree.ts";
import type { AgentReport } from "../web/api/contract.ts";

type InForce = AgentReport["configuration"][number];

const mask = "••••";

/** What is written before the host of an address, and parameters of it that have a secret's name. */
const inAddress: readonly (readonly [RegExp, string])[] = [
  [/(\/\/)[^/\s"'@]+@/g, `$1${mask}@`],
  [/([?&][^=&\s]*(?:key|token|secret|passw|auth|sig)[^=&\s]*=)[^&\s"']+/gi, `$1${mask}`],
];

const withoutSecrets = (text: string): string =>
  inAddress.reduce((shown, [pattern, by]) => shown.replace(pattern, by), text);

/** Inputs and outputs keep the switch apart from their own options; the options of the top level are the agent's. */
const settingsTree = ({ agent, inputs, outputs, ...sections }: Settings): Readonly<Record<string, unknown>> => {
  const parts = (all: Settings["inputs"]) =>
    Object.fromEntries(Object.entries(all).map(([name, { enabled, config }]) => [name, { enabled, ...config }]));
  return { ...agent, ...sections, inputs: parts(inputs), outputs: parts(outputs) };
};

const textOf = (value: unknown): string =>
  value === undefined ? "" : withoutSecrets(typeof value === "string" ? value : JSON.stringify(value));

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

const isDefault = ({ default: usual }: Option, value: unknown): boolean =>
  value === undefined || JSON.stringify(value) === JSON.stringify(usual);

const inForce = (option: Option, value: unknown): InForce => ({
  option: option.path.join("."),
  value: option.secret === true ? (isEmpty(value) ? "" : mask) : textOf(value),
  set: !isDefault(option, value),
  description: option.description,
});

/** Every option with its value, secrets masked. Pure. */
export const configurationInForce = (settings: Settings): readonly InForce[] => {
  const tree = settingsTree(settings);
  return listOptions().map((option) => inForce(option, valueAt(tree, option.path)));
};
