/** Families whose values differ from run to run: what the agent measures of itself. Their lines stay, without values. */
const varying = [
  "taskvitals_build_info",
  "taskvitals_input_collections_total",
  "taskvitals_input_duration_seconds",
  "taskvitals_input_last_success_timestamp_seconds",
  "taskvitals_input_sample_age_seconds",
  "taskvitals_output_exposed_bytes_total",
  "taskvitals_process_cpu_seconds_total",
  "taskvitals_process_heap_used_bytes",
  "taskvitals_process_resident_memory_bytes",
  "taskvitals_start_timestamp_seconds",
] as const;

/** Families whose values are seconds since the epoch: written as seconds before or after the simulation's time. */
const times = /^(ecs_\w+_timestamp_seconds|ee_\w+_time)$/;

const sampleLine = /^([a-zA-Z_:][\w:]*)(\{.*\})? (\S+)$/;

const isVarying = (name: string): boolean => varying.some((family) => family === name);

const relative = (seconds: number, nowSeconds: number): string => {
  const difference = Math.round((seconds - nowSeconds) * 1e6) / 1e6;
  return `<now${difference < 0 ? "" : "+"}${difference}>`;
};

/** An exposition with nothing in it that differs between two runs of the same simulation. */
export const steady = (exposition: string, nowSeconds: number): string =>
  exposition
    .split("\n")
    .map((line) => {
      const [, name, labels = "", value] = sampleLine.exec(line) ?? [];
      if (name === undefined || line.startsWith("#")) return line;
      if (name === "taskvitals_build_info") return `${name} <varies>`;
      if (isVarying(name)) return `${name}${labels} <varies>`;
      if (times.test(name)) return `${name}${labels} ${relative(Number(value), nowSeconds)}`;
      return line;
    })
    .join("\n");
