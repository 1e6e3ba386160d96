/** As the configuration, the log and the problems name it. */
export const outputName = "mackerel";
