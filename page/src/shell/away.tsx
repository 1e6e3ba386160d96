import { live } from "../live/here.ts";
import { Said } from "../parts/said.tsx";
import { figures, words } from "../words/language.ts";
import { second } from "./clock.ts";

/** In place of every view, while the agent has never answered or does not let us in. */
export const Away = () => {
  const connection = live.connection.value;
  const said = words.value.connection;
  if (connection.state === "refused") {
    return (
      <section class="empty">
        <h1>{said.refusedTitle}</h1>
        <p>
          <Said text={connection.reason} />
        </p>
      </section>
    );
  }
  if (connection.state !== "gone") return null;
  second.value;
  return (
    <section class="empty">
      <h1>{said.noAnswer}</h1>
      <p>{said.noAnswerFix(figures.value.span(Date.now() - connection.sinceMs))}</p>
    </section>
  );
};

/** Whether there is nothing to show but that. */
export const isAway = (): boolean => {
  live.shape.value;
  const { state } = live.connection.value;
  return state === "refused" || (state === "gone" && live.table() === undefined);
};
