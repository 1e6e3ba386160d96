import { address } from "../address.ts";
import { live } from "../live/here.ts";
import { Link } from "../parts/link.tsx";
import { words } from "../words/language.ts";
import { Settings } from "./settings.tsx";
import { Standing } from "./standing.tsx";

/** Clusters of what is shown: one, as a rule. */
const clustersHere = (): string => {
  live.shape.value;
  const names = live.table()?.rows.flatMap((row) => (row === null || row.cluster === "" ? [] : [row.cluster])) ?? [];
  return [...new Set(names)].sort().join(", ");
};

const Brand = () => (
  <Link to={{ view: "home", key: "" }} class="brand">
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d="M0 8.8h4L6 3l3.4 10 2-4.2H16V7.2h-5.6L9.6 9 6 0 2.9 7.2H0z" />
    </svg>
    taskvitals
  </Link>
);

export const Header = () => {
  const { shell } = words.value;
  const { view } = address.value;
  const clusters = clustersHere();
  return (
    <header class="top">
      <Brand />
      <nav class="views" aria-label={shell.views}>
        <Link to={{ view: "home", key: "" }} current={view === "home"}>
          {shell.home}
        </Link>
        <Link to={{ view: "agent", key: "" }} current={view === "agent"}>
          {shell.agent}
        </Link>
      </nav>
      <div class="where cut" title={clusters}>
        {clusters !== "" && (
          <>
            <span class="muted">{shell.cluster}</span> {clusters}
          </>
        )}
      </div>
      <Standing />
      <Settings />
    </header>
  );
};
