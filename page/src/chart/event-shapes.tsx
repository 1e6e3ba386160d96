import type { HappeningNote } from "../../../src/web/api/contract.ts";

type Kind = HappeningNote["kind"];

/** A shape of its own for each kind, in a square of 12: on the canvas and in the list. */
export const eventShapes = {
  started: "M6 1 11.5 11h-11z",
  stopped: "M1.5 1.5h9v9h-9z",
  restarted: "M6 .5a5.5 5.5 0 1 1 0 11A5.5 5.5 0 0 1 6 .5zm0 2.2a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6z",
  "out-of-memory": "M2.4.9 6 4.5 9.6.9l1.5 1.5L7.5 6l3.6 3.6-1.5 1.5L6 7.5l-3.6 3.6L.9 9.6 4.5 6 .9 2.4z",
  "health-changed": "M6 .2 11.8 6 6 11.8.2 6z",
} satisfies Record<Kind, string>;

export const eventInks = {
  started: "--ok",
  stopped: "--muted",
  restarted: "--accent",
  "out-of-memory": "--bad",
  "health-changed": "--warn",
} satisfies Record<Kind, string>;

export const EventShape = ({ kind }: { readonly kind: Kind }) => (
  <svg
    class="event-shape"
    data-kind={kind}
    viewBox="0 0 12 12"
    width="11"
    height="11"
    aria-hidden="true"
    fill-rule="evenodd"
  >
    <path d={eventShapes[kind]} />
  </svg>
);
