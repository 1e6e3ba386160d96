import { words } from "../words/language.ts";

interface FilterLineProps {
  readonly label: string;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  /** A box to leave out those that say little, where there are such. */
  readonly only?: { readonly label: string; readonly checked: boolean; readonly onCheck: (checked: boolean) => void };
  readonly shown: number;
  readonly all: number;
}

/** What is shown of a long list. */
export const FilterLine = ({ label, filter, onFilter, only, shown, all }: FilterLineProps) => {
  const said = words.value.agentView;
  return (
    <div class="filter-line">
      <input
        class="field"
        type="search"
        placeholder={said.filter}
        aria-label={`${said.filter}: ${label}`}
        value={filter}
        onInput={({ currentTarget }) => onFilter(currentTarget.value)}
      />
      {only !== undefined && (
        <label>
          <input
            type="checkbox"
            checked={only.checked}
            onChange={({ currentTarget }) => only.onCheck(currentTarget.checked)}
          />{" "}
          {only.label}
        </label>
      )}
      <span class="muted" role="status">
        {said.matches(shown, all)}
      </span>
    </div>
  );
};
