import { words } from "../words/language.ts";

const spansMs = [60_000, 300_000, 900_000] as const;

export interface Choice {
  readonly spanMs: number;
  readonly toLimit: boolean;
  readonly stacked: boolean;
}

interface ControlsProps {
  readonly choice: Choice;
  readonly onChoose: (change: Partial<Choice>) => void;
  readonly stackable: boolean;
}

/** How long, how high, and how. */
export const ChartControls = ({ choice, onChoose, stackable }: ControlsProps) => {
  const said = words.value.chart;
  return (
    <div class="controls">
      <fieldset>
        <legend class="unseen">{said.span}</legend>
        {spansMs.map((spanMs) => (
          <button
            key={spanMs}
            type="button"
            aria-pressed={choice.spanMs === spanMs}
            onClick={() => onChoose({ spanMs })}
          >
            {said.minutes(spanMs / 60_000)}
          </button>
        ))}
      </fieldset>
      <button type="button" aria-pressed={choice.toLimit} onClick={() => onChoose({ toLimit: !choice.toLimit })}>
        {said.toLimit}
      </button>
      {stackable && (
        <button type="button" aria-pressed={choice.stacked} onClick={() => onChoose({ stacked: !choice.stacked })}>
          {said.stacked}
        </button>
      )}
      <span class="muted keys">{said.keys}</span>
    </div>
  );
};
