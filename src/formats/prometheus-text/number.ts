/** A sample's value: the shortest decimal that reads back to the same double, `+Inf`, `-Inf` or `NaN`. */
export const formatValue = (value: number): string => {
  if (Number.isFinite(value)) return `${value}`;
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "+Inf" : "-Inf";
};

/** A bound or a quantile as a label's value: OpenMetrics and Prometheus 3 write whole numbers with `.0`. */
export const formatBound = (value: number): string => {
  const text = formatValue(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
};
