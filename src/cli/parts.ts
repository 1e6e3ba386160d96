import type { Agent } from "../app/compose.ts";

interface Part {
  readonly definition: { readonly name: string };
  readonly on: boolean;
  readonly why: string;
}

const lines = (title: string, parts: readonly Part[]): readonly string[] => [
  title,
  ...parts.map(({ definition, on, why }) => `  ${definition.name.padEnd(20)} ${on ? "on " : "off"}  ${why}`),
];

/** Which inputs and outputs are on here, and why. */
export const partLines = ({ inputs, outputs }: Agent): readonly string[] => [
  ...lines("Inputs", inputs),
  ...lines("Outputs", outputs),
];
