import type { Trouble } from "../../../src/web/api/contract.ts";
import { figures, words } from "../words/language.ts";
import { State } from "./mark.tsx";
import { Said } from "./said.tsx";

/** What happened and what to do about it, as the agent's table of problems says. */
export const TroubleNote = ({ trouble }: { readonly trouble: Trouble }) => {
  const { troubles } = words.value;
  const { severity, owner, subject, title, detail, fix, sinceMs } = trouble;
  return (
    <div class="trouble">
      <p>
        <State mood={severity === "error" ? "bad" : "warn"} word={troubles[severity]} /> <strong>{owner}</strong>{" "}
        {title}
        {subject !== "" && (
          <>
            : <span class="mono">{subject}</span>
          </>
        )}
        {detail !== "" && <span class="muted"> ({detail})</span>}
        {sinceMs !== undefined && <span class="muted"> {troubles.since(figures.value.clock(sinceMs))}</span>}
      </p>
      <p>
        <span class="muted">{troubles.fix}:</span> <Said text={fix} />
      </p>
    </div>
  );
};
