import type { Row } from "../../catalogue/names/dialect.ts";
import { taskKey } from "../../model/resource.ts";
import type { Entry } from "../../model/snapshot.ts";
import { labelText, type Owner } from "./owner.ts";
import type { Put, TakePoint } from "./point-rows.ts";
import type { Figure, Relations } from "./relations.ts";

/** A kind of row that is written once a resource. */
export interface ResourceRow {
  /** The points it looks at, by metric. */
  readonly points: readonly (readonly [metric: string, take: TakePoint])[];
  /** Called after the last point of every resource. */
  end(owner: Owner, entry: Entry): void;
}

type RowOf<Take extends Row["take"]> = Extract<Row, { take: Take }>;

const addTo = (sum: Figure | undefined, value: number, atMs: number): Figure =>
  sum === undefined ? { value, atMs } : { value: sum.value + value, atMs: Math.max(sum.atMs, atMs) };

export const totalRow = ({ metric }: RowOf<"total">, put: Put): ResourceRow => {
  let sum: Figure | undefined;
  return {
    points: [
      [
        metric,
        ({ value, atMs }) => {
          sum = addTo(sum, value, atMs);
        },
      ],
    ],
    end: (owner) => {
      if (sum !== undefined) put(owner, owner.closed, sum.value, sum.atMs);
      sum = undefined;
    },
  };
};

export const differenceRow = ({ metric, minus }: RowOf<"difference">, put: Put): ResourceRow => {
  let whole: Figure | undefined;
  let part: Figure | undefined;
  return {
    points: [
      [
        metric,
        ({ value, atMs }) => {
          whole = { value, atMs };
        },
      ],
      [
        minus,
        ({ value, atMs }) => {
          part = { value, atMs };
        },
      ],
    ],
    end: (owner) => {
      if (whole !== undefined && part !== undefined) {
        put(owner, owner.closed, Math.max(0, whole.value - part.value), Math.max(whole.atMs, part.atMs));
      }
      whole = undefined;
      part = undefined;
    },
  };
};

export const greatestRow = ({ metric }: RowOf<"greatest">, put: Put, relations: Relations): ResourceRow => ({
  points: [],
  end: (owner) => {
    if (owner.resource.scope !== "task") return;
    const figure = relations.greatest(metric, owner.resource.key);
    if (figure !== undefined) put(owner, owner.closed, figure.value, figure.atMs);
  },
});

export const sharedRow = ({ metric, beside }: RowOf<"shared">, put: Put, relations: Relations): ResourceRow => {
  let sampled = false;
  return {
    points: [
      [
        beside,
        () => {
          sampled = true;
        },
      ],
    ],
    end: (owner) => {
      const { resource } = owner;
      if (sampled && resource.scope === "container" && resource.task !== undefined) {
        const figure = relations.shared(metric, taskKey(resource.task));
        if (figure !== undefined) put(owner, owner.closed, figure.value, figure.atMs);
      }
      sampled = false;
    },
  };
};

export const identityRow = ({ status, labels }: RowOf<"identity">, put: Put): ResourceRow => ({
  points: [],
  end: (owner, { resource, points }) => {
    if (resource.scope !== "task") return;
    const statusOf = (type: string): string | undefined =>
      points.find(({ metric, attributes, value }) => metric === status && attributes.type === type && value !== 0)
        ?.attributes.status;
    const texts = labels.flatMap((entry) => {
      const value = "field" in entry ? resource.task[entry.field] : statusOf(entry.status);
      return value === undefined || value === "" ? [] : [labelText(entry.label, value)];
    });
    const atMs = Math.max(0, ...points.map((point) => point.atMs));
    put(owner, texts.length === 0 ? owner.closed : `${owner.open}${texts.join(",")}}`, 1, atMs);
  },
});
