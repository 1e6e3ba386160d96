import { expect, test } from "vitest";
import { parseAddress } from "./address.ts";

test.each([
  ["unix:///var/run/docker.sock", "http://docker", "/var/run/docker.sock", "unix:///var/run/docker.sock"],
  ["/run/docker.sock", "http://docker", "/run/docker.sock", "unix:///run/docker.sock"],
  ["tcp://127.0.0.1:2376", "http://127.0.0.1:2376", undefined, "tcp://127.0.0.1:2376"],
  ["tcp://docker-proxy", "http://docker-proxy:2375", undefined, "tcp://docker-proxy:2375"],
  ["tcp://docker-proxy:80/", "http://docker-proxy:80", undefined, "tcp://docker-proxy:80"],
  ["http://10.0.0.1:2375", "http://10.0.0.1:2375", undefined, "tcp://10.0.0.1:2375"],
  ["tcp://[::1]:2375", "http://[::1]:2375", undefined, "tcp://[::1]:2375"],
])("%s", (text, baseUrl, socketPath, shown) => {
  expect(parseAddress(text)).toEqual({ baseUrl, shown, ...(socketPath === undefined ? {} : { socketPath }) });
});

test.each([
  "",
  "docker.sock",
  "unix://docker.sock",
  "tcp://",
  "tcp://host:99999",
  "tcp://user:secret@host:2375",
  "https://host:2376",
  "ssh://host",
  "npipe:////./pipe/docker_engine",
])("%j is no address", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});
