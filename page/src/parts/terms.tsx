/** Name and figure, beside each other; what is not known is left out. */
export const Terms = ({
  terms,
}: {
  readonly terms: readonly (readonly [name: string, text: string | undefined])[];
}) => (
  <dl class="terms">
    {terms.map(
      ([name, text]) =>
        text !== undefined && (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ),
    )}
  </dl>
);
