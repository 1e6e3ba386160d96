import { Copy } from "../parts/copy.tsx";

export interface Fact {
  readonly name: string;
  readonly value: string | undefined;
  /** Something that one would paste elsewhere. */
  readonly toCopy?: boolean;
}

/** What is not known is left out. */
export const Facts = ({ title, facts }: { readonly title: string; readonly facts: readonly Fact[] }) => {
  const known = facts.flatMap(({ value, ...fact }) =>
    value === undefined || value === "" ? [] : [{ ...fact, value }],
  );
  if (known.length === 0) return null;
  return (
    <section class="panel">
      <h2>{title}</h2>
      <dl class="facts">
        {known.map(({ name, value, toCopy }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <span class={toCopy ? "mono" : undefined}>{value}</span>
              {toCopy && <Copy text={value} what={name} />}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
