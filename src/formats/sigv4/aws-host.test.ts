import { expect, it } from "vitest";
import { awsHost } from "./aws-host.ts";

it.each([
  ["aps-workspaces.eu-central-1.amazonaws.com", { endpoint: "aps-workspaces", region: "eu-central-1" }],
  ["monitoring.us-gov-west-1.amazonaws.com:443", { endpoint: "monitoring", region: "us-gov-west-1" }],
  ["monitoring.cn-north-1.amazonaws.com.cn", { endpoint: "monitoring", region: "cn-north-1" }],
  ["Search-Logs-abc123.eu-west-1.es.amazonaws.com", { endpoint: "es", region: "eu-west-1" }],
  ["0123abcd.ap-southeast-2.aoss.amazonaws.com", { endpoint: "aoss", region: "ap-southeast-2" }],
  ["vpce-0a1b2c.aps-workspaces.us-east-2.vpce.amazonaws.com", { endpoint: "aps-workspaces", region: "us-east-2" }],
  ["s3.amazonaws.com", undefined],
  ["prometheus.example.com", undefined],
  ["monitoring.eu-west-1.amazonaws.com.example.com", undefined],
  ["", undefined],
])("reads %s", (host, expected) => {
  expect(awsHost(host)).toEqual(expected);
});
