import { later } from "../parts/later.tsx";

export const Agent = later(async () => (await import("./agent-view.tsx")).AgentView);
