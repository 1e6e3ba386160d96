import { describe, expect, it } from "vitest";
import { namedEndpoint, pathsOf } from "./paths.ts";

describe("addresses", () => {
  it("of v4 are the base with a tail, never with a slash at the end", () => {
    expect(pathsOf(namedEndpoint("http://169.254.170.2/v4/abc/", "here"))).toEqual({
      task: "http://169.254.170.2/v4/abc/task",
      stats: "http://169.254.170.2/v4/abc/task/stats",
      tagged: "http://169.254.170.2/v4/abc/taskWithTags",
      own: "http://169.254.170.2/v4/abc",
      instance: {
        tasks: "http://169.254.170.2/v4/abc/tasks",
        stats: "http://169.254.170.2/v4/abc/tasks/stats",
      },
    });
  });

  it("of v3 have no instance, of v2 no own container either", () => {
    expect(pathsOf(namedEndpoint("http://h/v3/abc", "here"))).not.toHaveProperty("instance");
    expect(pathsOf(namedEndpoint("http://169.254.170.2/v2/", "here"))).toEqual({
      task: "http://169.254.170.2/v2/metadata",
      stats: "http://169.254.170.2/v2/stats",
      tagged: "http://169.254.170.2/v2/metadataWithTags",
    });
  });

  it.each([
    ["http://h:1/v4/abc", "v4"],
    ["http://h:1/v3", "v3"],
    ["http://h:1/v3/containers/web", "v3"],
    ["http://h:1/v2", "v2"],
    ["http://h:1/recordings/fargate", "v4"],
  ])("%s is taken for %s", (url, version) => {
    expect(namedEndpoint(url, "here").version).toBe(version);
  });
});
