import { InvalidArgumentError } from "commander";
import { type Fault, faultFromText } from "../simulate/faults.ts";
import { originOf } from "./origin.ts";

const numeric = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

/** A number within bounds, as commander parses an option's value. */
export const numberFrom =
  (least: number, most: number) =>
  (text: string): number => {
    const value = numeric(text);
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
    return value;
  };

/** A whole number within bounds. */
export const wholeFrom =
  (least: number, most: number) =>
  (text: string): number => {
    const value = numeric(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

/** One more fault, for an option that may be given any number of times. */
export const faultsFrom = (text: string, before: readonly Fault[]): readonly Fault[] => {
  const parsed = faultFromText(text);
  if (!parsed.ok) throw new InvalidArgumentError(parsed.detail);
  return [...before, parsed.fault];
};

/** What a browser is to use in an address. */
export const hostFrom = (text: string): string => {
  if (originOf(text, 1) !== undefined) return text;
  throw new InvalidArgumentError("It must be an address or a host name, or the start of a URL, without a path.");
};
