import { useEffect } from "preact/hooks";
import { live } from "../live/here.ts";
import { words } from "../words/language.ts";
import { followFigures, outline } from "./model.ts";
import { Banner, Empty, Loading, NothingMatches } from "./states.tsx";
import { Table } from "./table.tsx";
import { Toolbar } from "./toolbar.tsx";

export const Home = () => {
  useEffect(followFigures, []);
  live.shape.value;
  const { lines, total } = outline.value;
  if (live.table() === undefined) return <Loading />;
  if (total === 0) return <Empty />;
  const old = live.connection.value.state !== "live";
  return (
    <>
      <h1 class="unseen">{words.value.home.title}</h1>
      <Banner />
      <Toolbar />
      <div class={old ? "old" : undefined}>{lines.length === 0 ? <NothingMatches /> : <Table />}</div>
    </>
  );
};
