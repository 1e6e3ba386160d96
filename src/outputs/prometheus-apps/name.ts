export const outputName = "prometheus-apps";
