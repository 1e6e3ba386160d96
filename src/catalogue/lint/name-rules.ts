import type { Dialect, DialectFamily } from "../names/dialect.ts";
import { type Finding, type Rule, type RuleName, when } from "./finding.ts";
import { promlint } from "./promlint.ts";

const eachFamily =
  (rule: RuleName, check: (family: DialectFamily, dialect: Dialect) => readonly string[]): Rule =>
  ({ dialects }) =>
    dialects.flatMap((dialect) =>
      dialect.families.flatMap((family) =>
        check(family, dialect).map(
          (message): Finding => ({ rule, subject: `${dialect.name} ${family.name}`, message }),
        ),
      ),
    );

export const nameLegalRule = eachFamily("name-legal", ({ name, kind }) => [
  ...when(!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name), "Not a legal metric name."),
  ...when(kind === "info" && !name.endsWith("_info"), "The name of an info family ends with _info."),
]);

/** Names of another program are as they are. */
export const promlintRule = eachFamily("promlint", ({ name, help, kind }, dialect) =>
  "originalProgram" in dialect ? [] : promlint({ name, help, counter: kind === "counter" }),
);

/** What OpenMetrics calls the family. */
const familyOf = ({ name, kind }: DialectFamily): string => {
  const suffix = kind === "counter" ? "_total" : kind === "info" ? "_info" : "";
  return suffix !== "" && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
};

/** Two families of one name must say the same, since only one of them is exposed. */
const meaning = ({ kind, rows }: DialectFamily): string => `${kind} ${JSON.stringify(rows)}`;

export const nameUniqueRule: Rule = ({ dialects }) => {
  const findings: Finding[] = [];
  const seen = new Map<string, { readonly dialect: Dialect; readonly family: DialectFamily }>();
  for (const dialect of dialects) {
    for (const family of dialect.families) {
      const before = seen.get(familyOf(family));
      if (before === undefined) {
        seen.set(familyOf(family), { dialect, family });
        continue;
      }
      const same =
        before.dialect !== dialect && before.family.name === family.name && meaning(before.family) === meaning(family);
      if (same) continue;
      findings.push({
        rule: "name-unique",
        subject: `${dialect.name} ${family.name}`,
        message: `${before.dialect.name} has ${before.family.name}, which is not the same.`,
      });
    }
  }
  return findings;
};
