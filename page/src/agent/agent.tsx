import { live } from "../live/here.ts";
import { TroubleNote } from "../parts/trouble-note.tsx";
import { words } from "../words/language.ts";

export const Agent = () => {
  const said = words.value;
  const troubles = live.troubles.value;
  return (
    <>
      <h1>{said.shell.agent}</h1>
      <h2>{troubles.length === 0 ? said.troubles.none : said.troubles.count(troubles.length)}</h2>
      <div class="troubles">
        {troubles.map((trouble) => (
          <TroubleNote key={`${trouble.code} ${trouble.owner} ${trouble.subject}`} trouble={trouble} />
        ))}
      </div>
    </>
  );
};
