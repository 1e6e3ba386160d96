export const outputName = "elasticsearch" as const;
