import { go } from "../address.ts";
import { live } from "../live/here.ts";
import { Link } from "../parts/link.tsx";
import { TroubleNote } from "../parts/trouble-note.tsx";
import { figures, words } from "../words/language.ts";

/** Before the first event. */
export const Loading = () => {
  const { home } = words.value;
  return (
    <section class="empty" aria-busy="true">
      <h1>{home.loading}</h1>
      <p class="muted">{home.loadingWhy}</p>
    </section>
  );
};

/** The agent sees nothing: why, and what to do. */
export const Empty = () => {
  const { home } = words.value;
  const troubles = live.troubles.value;
  return (
    <section class="empty">
      <h1>{home.empty}</h1>
      {troubles.length > 0 ? (
        <div class="troubles">
          {troubles.map((trouble) => (
            <TroubleNote key={`${trouble.code} ${trouble.owner} ${trouble.subject}`} trouble={trouble} />
          ))}
        </div>
      ) : (
        <>
          <p>{home.emptyWhy(figures.value.span(live.pace.value?.intervalMs ?? 10_000))}</p>
          <p>
            {home.emptyFix} <code>taskvitals demo</code>
          </p>
        </>
      )}
    </section>
  );
};

export const NothingMatches = () => {
  const { home } = words.value;
  return (
    <section class="empty">
      <h2>{home.nothingMatches}</h2>
      <button type="button" onClick={() => go({ filter: "" })}>
        {home.clear}
      </button>
    </section>
  );
};

const shownAtOnce = 2;

/** Errors that last, over the table: the rest of it goes on. */
export const Banner = () => {
  const errors = live.troubles.value.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return null;
  return (
    <div class="banner">
      {errors.slice(0, shownAtOnce).map((trouble) => (
        <TroubleNote key={`${trouble.code} ${trouble.owner} ${trouble.subject}`} trouble={trouble} />
      ))}
      {errors.length > shownAtOnce && (
        <Link to={{ view: "agent", key: "" }}>{words.value.troubles.more(errors.length - shownAtOnce)}</Link>
      )}
    </div>
  );
};
