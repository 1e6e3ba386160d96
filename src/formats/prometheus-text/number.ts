/** A sample's value: the shortest decimal that reads back to the same double, `+Inf`, `-Inf` or `NaN`. */
export const formatValue = (value: number): string => {
  if (Number.isFinite(value)) return `${value}`;
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "+Inf" : "-Inf";
};
