import type { Connection } from "../live/connection.ts";
import { live } from "../live/here.ts";
import { Link } from "../parts/link.tsx";
import { type Mood, State } from "../parts/mark.tsx";
import { figures, words } from "../words/language.ts";

const moods = {
  connecting: "busy",
  live: "ok",
  stale: "warn",
  gone: "bad",
  refused: "bad",
} satisfies Record<Connection["state"], Mood>;

/** How often figures come; and when the source itself is slower than a second, that too. */
const PaceNote = () => {
  const pace = live.pace.value;
  if (pace === undefined) return null;
  const { connection } = words.value;
  const { span } = figures.value;
  const [interval, source] = [span(pace.intervalMs), span(pace.sourceRefreshMs)];
  return (
    <span class="muted" title={connection.paceTitle(interval, source)}>
      {pace.sourceRefreshMs > 1000 ? connection.sourceEvery(source) : connection.every(interval)}
    </span>
  );
};

const TroubleCount = () => {
  const troubles = live.troubles.value;
  const said = words.value.troubles;
  if (troubles.length === 0) return null;
  const mood = troubles.some(({ severity }) => severity === "error") ? "bad" : "warn";
  return (
    <Link to={{ view: "agent", key: "" }}>
      <State mood={mood} word={said.count(troubles.length)} />
    </Link>
  );
};

export const Standing = () => {
  const { state } = live.connection.value;
  return (
    <div class="standing">
      <State mood={moods[state]} word={words.value.connection[state]} />
      <PaceNote />
      <TroubleCount />
    </div>
  );
};
