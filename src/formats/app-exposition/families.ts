import type { AppFamily, AppValueKind } from "../../model/app-family.ts";
import type { Tally } from "../app-reading.ts";
import { familyName, partOf, sampleNames } from "./family-names.ts";
import { histogramSeries } from "./histogram-series.ts";
import type { DeclaredType, Metadata } from "./metadata-line.ts";
import type { SampleLine } from "./sample-line.ts";
import type { Part, Series } from "./series.ts";
import { summarySeries } from "./summary-series.ts";
import { valueSeries } from "./value-series.ts";

/** What is told of a name before or behind its samples. */
interface Told {
  type?: DeclaredType;
  help?: string;
  unit?: string;
}

interface Draft {
  readonly take: Series<unknown>["take"];
  readonly finish: (cut: boolean) => AppFamily;
}

interface Place {
  readonly draft: Draft;
  readonly part: Part;
}

const headOf = (name: string, { help, unit }: Told) => ({
  name,
  ...(help === undefined || help === "" ? {} : { help }),
  ...(unit === undefined || unit === "" ? {} : { unit }),
});

/** Puts samples into families by what the answer tells of their names. */
export const createFamilies = (tally: Tally, nowMs: number) => {
  const toldOf = new Map<string, Told>();
  const drafts = new Map<string, Draft>();
  const places = new Map<string, Place>();

  const told = (name: string): Told => {
    const known = toldOf.get(name);
    if (known !== undefined) return known;
    const fresh: Told = {};
    toldOf.set(name, fresh);
    return fresh;
  };

  const newDraft = (name: string, type: AppValueKind | "histogram" | "summary", about: Told): Draft => {
    if (type === "histogram") {
      const { take, finish } = histogramSeries(tally, nowMs);
      return { take, finish: (cut) => ({ ...headOf(name, about), kind: type, samples: finish(cut) }) };
    }
    if (type === "summary") {
      const { take, finish } = summarySeries(tally, nowMs);
      return { take, finish: (cut) => ({ ...headOf(name, about), kind: type, samples: finish(cut) }) };
    }
    const { take, finish } = valueSeries(type, tally, nowMs);
    return { take, finish: (cut) => ({ ...headOf(name, about), kind: type, samples: finish(cut) }) };
  };

  const draftOf = (name: string, type: AppValueKind | "histogram" | "summary", about: Told): Draft => {
    const key = `${type} ${name}`;
    const known = drafts.get(key);
    if (known !== undefined) return known;
    const draft = newDraft(name, type, about);
    drafts.set(key, draft);
    return draft;
  };

  /** A gauge histogram's counts go down too: what no histogram may do, gauges may. */
  const placeIn = (declared: string, end: string): Place | undefined => {
    const about = toldOf.get(declared);
    const type = about?.type;
    if (about === undefined || type === undefined) return undefined;
    const part = partOf(type, end);
    if (part === undefined) return undefined;
    if (type === "gauge-histogram") return { draft: draftOf(declared + end, "gauge", about), part };
    return { draft: draftOf(familyName(type, declared), type, about), part };
  };

  const findPlace = (name: string): Place => {
    const whole = placeIn(name, "");
    if (whole !== undefined) return whole;
    const cut = name.lastIndexOf("_");
    const inside = cut > 0 ? placeIn(name.slice(0, cut), name.slice(cut)) : undefined;
    return inside ?? { draft: draftOf(name, "unknown", told(name)), part: "value" };
  };

  let lastName: string | undefined;
  let lastPlace: Place | undefined;

  const placeOf = (name: string): Place => {
    if (name === lastName && lastPlace !== undefined) return lastPlace;
    const place = places.get(name) ?? findPlace(name);
    places.set(name, place);
    lastName = name;
    lastPlace = place;
    return place;
  };

  return {
    /** Undefined when it was taken; else what is wrong with it. */
    describe: (metadata: Extract<Metadata, { name: string }>): string | undefined => {
      const about = told(metadata.name);
      if (metadata.kind !== "type") {
        about[metadata.kind] ??= metadata.text;
        return undefined;
      }
      if (about.type !== undefined) return about.type === metadata.type ? undefined : "a second type of one metric";
      if (sampleNames(metadata.type, metadata.name).some((name) => places.has(name)))
        return "a type behind its samples";
      about.type = metadata.type;
      return undefined;
    },
    take: (line: SampleLine) => {
      const { draft, part } = placeOf(line.name);
      return draft.take(line, part);
    },
    finish: (cut: boolean): readonly AppFamily[] =>
      Array.from(drafts.values(), (draft) => draft.finish(cut)).filter(({ samples }) => samples.length > 0),
  };
};
