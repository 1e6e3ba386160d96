import { describe, expect, it } from "vitest";
import { negotiate } from "./variant.ts";

const text = "text-0.0.4";
const open = "openmetrics-1.0.0";

describe("the format for an Accept header", () => {
  it.each([
    ["", text, "none sent"],
    ["*/*", text, "curl"],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", text, "a browser"],
    [
      "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
      open,
      "Prometheus 2.42",
    ],
    [
      "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
      text,
      "Prometheus 2.20, which knows a draft of OpenMetrics only",
    ],
    [
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
      open,
      "Prometheus 3",
    ],
    [
      "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.3",
      open,
      "Prometheus with native histograms",
    ],
    ["application/openmetrics-text", open, "any version"],
    ["application/openmetrics-text;version=2.0.0", text, "a version to come"],
    ['application/openmetrics-text;version="1.0.0";charset=utf-8', open, "a quoted parameter"],
    ["Application/OpenMetrics-Text; Q=0.9, text/plain; q=0.8", open, "upper case"],
    ["application/openmetrics-text;q=0.3, text/plain;q=0.4", text, "text rated higher"],
    ["application/openmetrics-text, text/plain", open, "both alike, OpenMetrics first"],
    ["text/plain, application/openmetrics-text", text, "both alike, text first"],
    ["*/*, application/openmetrics-text", open, "anything, and OpenMetrics by name"],
    ["text/plain, application/*", text, "text by name"],
    ["application/*", open, "a group"],
    ["application/openmetrics-text;q=0, */*", text, "anything but OpenMetrics"],
    ["text/plain;q=0, */*", open, "anything but text"],
    ["application/openmetrics-text;q=nonsense", text, "a quality that is none"],
    ["application/json", text, "neither: a scrape is worth more than a refusal"],
    [",;,=;;q", text, "nonsense"],
  ])("%s: %s (%s)", (accept, variant) => {
    expect(negotiate(accept)).toBe(variant);
  });
});
