/** What Elasticsearch thinks of a document: its mapping, and whether the document fits. */

export type JsonObject = { readonly [name: string]: unknown };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export interface FieldMapping {
  readonly type: string;
  readonly dimension: boolean;
}

/** A template's fields by their dotted names. */
export const mappedFields = (properties: unknown, prefix = ""): ReadonlyMap<string, FieldMapping> => {
  const fields = new Map<string, FieldMapping>();
  if (!isObject(properties)) return fields;
  for (const [name, mapping] of Object.entries(properties)) {
    if (!isObject(mapping)) continue;
    if (typeof mapping.type === "string") {
      fields.set(`${prefix}${name}`, { type: mapping.type, dimension: mapping.time_series_dimension === true });
    }
    for (const [inner, field] of mappedFields(mapping.properties, `${prefix}${name}.`)) fields.set(inner, field);
  }
  return fields;
};

/** A document's leaves by their dotted names. */
export const leavesOf = (document: unknown, prefix = ""): readonly (readonly [name: string, value: unknown])[] =>
  isObject(document)
    ? Object.entries(document).flatMap(([name, value]) =>
        isObject(value) ? leavesOf(value, `${prefix}${name}.`) : [[`${prefix}${name}`, value] as const],
      )
    : [];

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  long: (value) => typeof value === "number" && Number.isSafeInteger(value),
  double: (value) => typeof value === "number" && Number.isFinite(value),
  scaled_float: (value) => typeof value === "number" && Number.isFinite(value),
  keyword: (value) => typeof value === "string",
  date: (value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value),
};

/** Why the document does not fit, in Elasticsearch's words; undefined when it does. Stricter than the real one, which would cut fractions off and read numbers from texts. */
export const misfit = (document: JsonObject, fields: ReadonlyMap<string, FieldMapping>): string | undefined => {
  for (const [name, value] of leavesOf(document)) {
    if (name.split(".").some((part) => part.trim() === ""))
      return `field name cannot contain only whitespace: [${name}]`;
    const field = fields.get(name);
    if (field !== undefined && fits[field.type]?.(value) === false) {
      return `failed to parse field [${name}] of type [${field.type}]`;
    }
    if ([...fields.keys()].some((known) => known.startsWith(`${name}.`))) {
      return `object mapping for [${name}] tried to parse field as object, but found a concrete value`;
    }
  }
  return undefined;
};
