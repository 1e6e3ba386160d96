import { words } from "../words/language.ts";

interface FilterLineProps {
  readonly label: string;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly only: boolean;
  readonly onlyLabel: string;
  readonly onOnly: (only: boolean) => void;
  readonly shown: number;
  readonly all: number;
}

/** What is shown of a long list. */
export const FilterLine = ({ label, filter, onFilter, only, onlyLabel, onOnly, shown, all }: FilterLineProps) => {
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
      <label>
        <input type="checkbox" checked={only} onChange={({ currentTarget }) => onOnly(currentTarget.checked)} />{" "}
        {onlyLabel}
      </label>
      <span class="muted" role="status">
        {said.matches(shown, all)}
      </span>
    </div>
  );
};
