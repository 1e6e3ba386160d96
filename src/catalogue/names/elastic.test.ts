import { describe, expect, it } from "vitest";
import { catalogue, metricIds } from "../catalogue.ts";
import { elasticAwsFargate } from "./elastic-awsfargate.ts";
import { elasticDocker } from "./elastic-docker.ts";
import { elasticApart, nativeFields } from "./elastic-native.ts";

/** A name that is both a value and an object: Elasticsearch refuses a mapping with such. */
const clashes = (names: readonly string[]): readonly string[] =>
  names.filter((name) => names.some((other) => other.startsWith(`${name}.`)));

const native = metricIds.flatMap((id) => nativeFields(id, catalogue[id]));

describe("Elastic's field names", () => {
  it("are no value and object at once, in any schema", () => {
    const sets = [...elasticDocker, elasticAwsFargate];
    const names = sets.flatMap(({ fields }) => fields.map(({ name }) => name));
    expect(clashes([...names, ...native.map(({ name }) => name)])).toEqual([]);
  });

  it("have one type and one kind of series each", () => {
    const seen = new Map<string, string>();
    const fields = [...elasticDocker, elasticAwsFargate].flatMap((set) => set.fields);
    for (const { name, type, series } of [...fields, ...native]) {
      const kind = `${type} ${series}`;
      expect(seen.get(name) ?? kind).toBe(kind);
      seen.set(name, kind);
    }
  });

  it("are there natively for every metric but those that only describe", () => {
    const without = metricIds.filter((id) => nativeFields(id, catalogue[id]).length === 0);
    expect(without).toEqual(metricIds.filter((id) => catalogue[id].kind === "info"));
    expect(new Set(native.map(({ name }) => name)).size).toBe(native.length);
  });

  it("give documents of their own to the values of attributes that exist", () => {
    for (const attribute of elasticApart) {
      expect(metricIds.some((id) => catalogue[id].attributes?.[attribute] !== undefined)).toBe(true);
    }
  });

  it.each([
    ["container.cpu.usage", "taskvitals.container.cpu.usage.vcpus", "double"],
    ["container.memory.usage", "taskvitals.container.memory.usage.bytes", "long"],
    ["container.memory.utilization", "taskvitals.container.memory.utilization.pct", "double"],
    ["container.started_timestamp", "taskvitals.container.started", "date"],
    ["container.health.status", "taskvitals.container.health.status", "keyword"],
    ["task.network.receive", "taskvitals.task.network.receive.bytes", "long"],
    ["container.restarts", "taskvitals.container.restarts", "long"],
  ] as const)("of %s is %s", (id, name, type) => {
    expect(nativeFields(id, catalogue[id])).toMatchObject([{ name, type }]);
  });

  it("of closed attributes are a field for each value", () => {
    const names = nativeFields("container.cpu.mode_time", catalogue["container.cpu.mode_time"]).map(({ name }) => name);
    expect(names).toEqual([
      "taskvitals.container.cpu.mode_time.user.seconds",
      "taskvitals.container.cpu.mode_time.kernel.seconds",
    ]);
  });
});
