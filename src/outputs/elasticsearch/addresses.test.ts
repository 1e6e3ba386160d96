import { describe, expect, it } from "vitest";
import { cloudAddress } from "./cloud-id.ts";
import { hostAddress } from "./host-address.ts";

describe("a cloud id", () => {
  it.each([
    ["host.example.com$es$kibana", "https://es.host.example.com"],
    ["host.example.com:9243$es$kibana", "https://es.host.example.com:9243"],
    ["host.example.com:9243$es:9244$kibana", "https://es.host.example.com:9244"],
    ["host.example.com$es", "https://es.host.example.com"],
    ["host.example.com:443$es$", "https://es.host.example.com"],
  ])("of %s is %s", (inside, url) => {
    expect(cloudAddress(`my:deployment:${btoa(inside)}`)).toBe(url);
    expect(cloudAddress(btoa(inside))).toBe(url);
  });

  it.each([
    "",
    "name:",
    "name:***",
    `n:${btoa("host")}`,
    `n:${btoa("host$e/s")}`,
    `n:${btoa("ho?st$es")}`,
    `n:${btoa("$es")}`,
  ])("is not %j", (text) => {
    expect(cloudAddress(text)).toBeUndefined();
  });
});

describe("a host", () => {
  it.each([
    ["elasticsearch", "http://elasticsearch:9200"],
    ["http://es:80/", "http://es"],
    ["http://es/path/", "http://es:9200/path"],
    ["https://es", "https://es"],
    ['["http://es:9200"]', "http://es:9200"],
    ["http://[::1]:9200", "http://[::1]:9200"],
  ])("%s is %s", (text, url) => {
    expect(hostAddress(text)?.url).toBe(url);
  });

  it("has a user and a password that may be encoded, or not quite", () => {
    expect(hostAddress("https://u%40x:p%25@es")).toEqual({ url: "https://es", userInfo: "u@x:p%" });
    expect(hostAddress("https://u:100%@es")).toEqual({ url: "https://es", userInfo: "u:100%" });
  });

  it.each(["", "ftp://es", "http://", "http://es?x=1", "http://e s"])("is not %j", (text) => {
    expect(hostAddress(text)).toBeUndefined();
  });
});
