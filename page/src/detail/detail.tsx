import { address } from "../address.ts";
import { live } from "../live/here.ts";
import { Link } from "../parts/link.tsx";
import { containersByTask, rowOf } from "../vitals/relatives.ts";
import { VitalState } from "../vitals/vital-state.tsx";
import { words } from "../words/language.ts";

export const Detail = () => {
  live.shape.value;
  const { key } = address.value;
  const { shell } = words.value;
  const row = rowOf(live.table(), key);
  if (row === undefined) {
    return (
      <section class="empty">
        <h1>{shell.nothingHere}</h1>
        <p>{shell.nothingHereFix}</p>
        <Link to={{ view: "home", key: "" }}>{shell.back}</Link>
      </section>
    );
  }
  return (
    <>
      <h1>{row.name}</h1>
      <VitalState row={row} containers={containersByTask(live.table()).get(key) ?? []} />
    </>
  );
};
