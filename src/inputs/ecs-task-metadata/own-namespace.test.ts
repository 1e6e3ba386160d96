import { describe, expect, it } from "vitest";
import { openFakeClock } from "../../../test/fake-clock.ts";
import type { FileFailure, FileSystemSize, Files, FileText } from "../../ports/files.ts";
import type { ResourceRecorder } from "../../ports/recorder.ts";
import { openOwnNamespace } from "./own-namespace.ts";

const gone: FileFailure = { ok: false, reason: "not-found", detail: "" };

const filesWith = (more: Partial<Files>): Files => ({
  readText: async () => gone,
  list: async () => [],
  isSocket: async () => false,
  fileSystem: async () => gone,
  ...more,
});

const patient = new AbortController().signal;

const record = () => {
  const lines: string[] = [];
  const recorder: ResourceRecorder<"task"> = {
    record: (metric, value, ...[attributes]) => {
      if (value !== undefined) lines.push(`${metric} ${Object.values(attributes ?? {}).join()} ${value}`);
    },
  };
  return { lines, recorder };
};

describe("volumes", () => {
  it("have size and use, each mount once; what has no size is none", async () => {
    const sizes: Record<string, FileSystemSize> = {
      "/data": { sizeBytes: 1000, usedBytes: 400 },
      "/sys": { sizeBytes: 0, usedBytes: 0 },
    };
    const namespace = openOwnNamespace(filesWith({ fileSystem: async (path) => sizes[path] ?? gone }), openFakeClock());
    const { lines, recorder } = record();
    await namespace.recordVolumes(
      recorder,
      ["/data", "/data", "/sys", "/missing", "/ecs-execute-command-1/agent"],
      patient,
    );
    expect(lines).toEqual(["task.volume.used /data 400", "task.volume.size /data 1000"]);
  });

  it("that hang cost a second and one question, until they answer", async () => {
    const clock = openFakeClock();
    const asked: string[] = [];
    let answer: (size: FileSystemSize) => void = () => {};
    const fileSystem = (path: string): Promise<FileSystemSize> => {
      asked.push(path);
      if (path !== "/dead") return Promise.resolve({ sizeBytes: 10, usedBytes: 1 });
      return new Promise((resolve) => {
        answer = resolve;
      });
    };
    const namespace = openOwnNamespace(filesWith({ fileSystem }), clock);
    const { lines, recorder } = record();
    const first = namespace.recordVolumes(recorder, ["/good", "/dead", "/other"], patient);
    await clock.advance(1000);
    await first;
    expect(asked).toEqual(["/good", "/dead"]);
    expect(lines).toEqual(["task.volume.used /good 1", "task.volume.size /good 10"]);

    await namespace.recordVolumes(recorder, ["/good", "/dead", "/other"], patient);
    expect(asked).toHaveLength(2);

    answer({ sizeBytes: 10, usedBytes: 5 });
    await clock.advance(0);
    await namespace.recordVolumes(recorder, ["/good"], patient);
    expect(asked).toHaveLength(3);
  });
});

describe("volumes at the deadline", () => {
  it("are given up at once, so that the rest of the collection still counts", async () => {
    const deadline = new AbortController();
    const files = filesWith({ fileSystem: () => new Promise(() => {}) });
    const { lines, recorder } = record();
    const pending = openOwnNamespace(files, openFakeClock()).recordVolumes(recorder, ["/dead", "/b"], deadline.signal);
    deadline.abort();
    await pending;
    expect(lines).toEqual([]);
  });
});

describe("connections", () => {
  const tcp: FileText = { ok: true, text: "   0: 0100007F:1F90 00000000:0000 0A 0:0\n" };

  it("are counted by state, with or without IPv6", async () => {
    const { lines, recorder } = record();
    const files = filesWith({ readText: async (path) => (path === "/proc/net/tcp" ? tcp : gone) });
    await openOwnNamespace(files, openFakeClock()).recordConnections(recorder);
    expect(lines).toHaveLength(12);
    expect(lines).toContain("task.network.connections listen 1");
  });

  it("are absent where /proc does not tell", async () => {
    const { lines, recorder } = record();
    await openOwnNamespace(filesWith({}), openFakeClock()).recordConnections(recorder);
    expect(lines).toEqual([]);
  });
});
