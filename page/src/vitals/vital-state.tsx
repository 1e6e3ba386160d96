import type { ContainerRow, Row } from "../../../src/web/api/contract.ts";
import { State } from "../parts/mark.tsx";
import { words } from "../words/language.ts";
import { exitText, stateOf } from "./state.ts";

/** State of a task or container: a shape, a word, and how it ended. */
export const VitalState = ({
  row,
  containers,
}: {
  readonly row: Row;
  readonly containers?: readonly ContainerRow[] | undefined;
}) => {
  const { name, mood, exit } = stateOf(row, containers);
  const said = words.value.state;
  const word = exit === undefined ? said[name] : `${said[name]} · ${said.exit(String(exit))}`;
  const whole = exit === undefined ? said[name] : `${said[name]} · ${said.exit(exitText(exit))}`;
  return <State mood={mood} word={word} title={`${whole} (${row.status})`} />;
};
