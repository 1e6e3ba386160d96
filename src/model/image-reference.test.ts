import { describe, expect, it } from "vitest";
import { imageReference } from "./image-reference.ts";

describe("an image's name", () => {
  it.each([
    ["nginx", { name: "nginx", shortName: "nginx", tag: "latest" }],
    ["nginx:1.27", { name: "nginx", shortName: "nginx", tag: "1.27" }],
    ["example.com:5000/shop/web", { name: "example.com:5000/shop/web", shortName: "web", tag: "latest" }],
    ["example.com:5000/shop/web:2.4", { name: "example.com:5000/shop/web", shortName: "web", tag: "2.4" }],
    ["shop/web@sha256:00ff", { name: "shop/web", shortName: "web", digest: "sha256:00ff" }],
    ["shop/web:2@sha256:00ff", { name: "shop/web", shortName: "web", tag: "2", digest: "sha256:00ff" }],
    ["nginx:", { name: "nginx", shortName: "nginx", tag: "latest" }],
  ])("%s", (text, parts) => {
    expect(imageReference(text)).toEqual(parts);
  });

  it.each(["", "sha256:00ff", ":2", "@sha256:00ff"])("%j has none", (text) => {
    expect(imageReference(text)).toBeUndefined();
  });
});
