import fc from "fast-check";

export const readerNames = ["a", "b", "only logs"] as const;
export type ReaderName = (typeof readerNames)[number];

/** One thing that happens to a buffer. */
export type Action =
  | { readonly do: "append"; readonly sizes: readonly number[]; readonly kind: string }
  | { readonly do: "lease"; readonly reader: ReaderName; readonly maxRecords: number; readonly maxBytes: number }
  | { readonly do: "settle" | "release" | "forget"; readonly reader: ReaderName }
  | { readonly do: "pass"; readonly ms: number }
  | { readonly do: "reopen" | "kill process" | "mend" }
  | { readonly do: "crash machine"; readonly chances: readonly number[] }
  | { readonly do: "fill disk"; readonly bytes: number }
  | {
      readonly do: "refuse";
      readonly what: "write" | "sync" | "read" | "everything" | "changes";
      readonly after: number;
    }
  | { readonly do: "flip" | "vanish"; readonly file: number; readonly at: number };

const reader = fc.constantFrom(...readerNames);

/** Weighted so that most sequences append, deliver, and are disturbed now and then. */
export const anyAction: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("append"),
      sizes: fc.array(fc.oneof(fc.nat(60), fc.nat(900), fc.nat(3_000)), { minLength: 1, maxLength: 6 }),
      kind: fc.constantFrom("metrics", "logs"),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("lease"),
      reader,
      maxRecords: fc.integer({ min: 1, max: 8 }),
      maxBytes: fc.constantFrom(100, 2_000, 50_000),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("settle"), reader }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("release"), reader }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("forget"), reader }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass"), ms: fc.constantFrom(100, 6_000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("kill process") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("mend") }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("crash machine"),
      chances: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("fill disk"), bytes: fc.nat(20_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("refuse"),
      what: fc.constantFrom("write", "sync", "read", "everything", "changes"),
      after: fc.nat(6),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("flip"), file: fc.nat(), at: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("vanish"), file: fc.nat(), at: fc.nat() }) },
);
