type Labels = Readonly<Record<string, string>>;

export const taskArnLabel = "com.amazonaws.ecs.task-arn";

export const taskArnOf = (labels: Labels): string | undefined => labels[taskArnLabel] || undefined;

/** Name in the task definition. */
export const ecsName = (labels: Labels): string | undefined => labels["com.amazonaws.ecs.container-name"] || undefined;
