import type { ContainerRow, Row, TaskRow } from "../../../src/web/api/contract.ts";
import type { Figures } from "../figures/figures.ts";
import type { Words } from "../words/en.ts";
import type { Fact } from "./facts.tsx";

type Names = Words["detail"]["facts"];

const place = (row: Row, names: Names): Fact[] => [
  { name: names.cluster, value: row.cluster, toCopy: true },
  { name: names.service, value: row.service, toCopy: true },
  { name: names.availabilityZone, value: row.availabilityZone },
  { name: names.launchType, value: row.launchType },
  { name: names.networkMode, value: row.networkMode },
];

const moment = (atMs: number | undefined, figures: Figures): string | undefined =>
  atMs === undefined ? undefined : figures.moment(atMs);

export const taskIdentity = (row: TaskRow, names: Names, figures: Figures): Fact[] => [
  { name: names.taskArn, value: row.taskArn, toCopy: true },
  { name: names.taskId, value: row.taskId, toCopy: true },
  {
    name: names.definition,
    value: row.revision === "" ? row.family : `${row.family}:${row.revision}`,
    toCopy: true,
  },
  ...place(row, names),
  { name: names.status, value: row.status },
  { name: names.desiredStatus, value: row.desiredStatus },
  { name: names.started, value: moment(row.startedMs, figures) },
  { name: names.stopped, value: moment(row.stoppedMs, figures) },
  { name: names.lastSeen, value: moment(row.goneMs, figures) },
];

const wayOf = ({ statsPath, statsPathWhy }: ContainerRow): string | undefined =>
  statsPathWhy === undefined ? statsPath : `${statsPath}: ${statsPathWhy}`;

export const containerIdentity = (row: ContainerRow, names: Names, figures: Figures): Fact[] => [
  { name: names.image, value: row.image, toCopy: true },
  { name: names.imageDigest, value: row.imageDigest, toCopy: true },
  { name: names.containerId, value: row.containerId, toCopy: true },
  { name: names.dockerName, value: row.dockerName, toCopy: true },
  { name: names.containerArn, value: row.containerArn, toCopy: true },
  { name: names.taskArn, value: row.taskArn, toCopy: true },
  ...place(row, names),
  { name: names.type, value: row.type },
  { name: names.status, value: row.status },
  { name: names.desiredStatus, value: row.desiredStatus },
  { name: names.health, value: row.health },
  { name: names.healthSince, value: moment(row.healthSinceMs, figures) },
  { name: names.created, value: moment(row.createdMs, figures) },
  { name: names.started, value: moment(row.startedMs, figures) },
  { name: names.stopped, value: moment(row.stoppedMs, figures) },
  { name: names.lastSeen, value: moment(row.goneMs, figures) },
  { name: names.figuresFrom, value: wayOf(row) },
];

/** `8080/tcp`, and where it is published. */
export const portTexts = ({ ports }: ContainerRow): string[] =>
  ports.map(({ containerPort, hostPort, hostIp, protocol }) => {
    const inside = `${containerPort}/${protocol}`;
    if (hostPort === undefined) return inside;
    const address = hostIp === undefined || hostIp === "" ? "" : hostIp.includes(":") ? `[${hostIp}]` : hostIp;
    return `${address}:${hostPort} → ${inside}`;
  });
