import type { Agent } from "../app/compose.ts";

interface Part {
  readonly definition: { readonly name: string };
  readonly on: boolean;
  readonly why: string;
}

const lines = (title: string, parts: readonly Part[], width: number): readonly string[] => [
  title,
  ...parts.map(({ definition, on, why }) => `  ${definition.name.padEnd(width)}  ${on ? "on " : "off"}  ${why}`),
];

/** Which inputs and outputs are on here, and why. */
export const partLines = ({ inputs, outputs }: Agent): readonly string[] => {
  const width = Math.max(...[...inputs, ...outputs].map(({ definition }) => definition.name.length));
  return [...lines("Inputs", inputs, width), ...lines("Outputs", outputs, width)];
};
