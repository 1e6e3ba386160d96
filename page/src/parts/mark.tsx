/** What a state means for whoever looks: each has a shape of its own, since colour alone says nothing to many. */
export type Mood = "ok" | "busy" | "warn" | "bad" | "off";

const shapes = {
  ok: "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1z",
  busy: "M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1zm0 1.5v7a3.5 3.5 0 0 0 0-7z",
  warn: "M6 .8 11.6 11H.4zM5.3 4.5v3.2h1.4V4.5zm0 4.1v1.2h1.4V8.6z",
  bad: "M2.4.9 6 4.5 9.6.9l1.5 1.5L7.5 6l3.6 3.6-1.5 1.5L6 7.5l-3.6 3.6L.9 9.6 4.5 6 .9 2.4z",
  off: "M1.5 1.5h9v9h-9zM3 3v6h6V3z",
} satisfies Record<Mood, string>;

export const Mark = ({ mood }: { readonly mood: Mood }) => (
  <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true" fill-rule="evenodd">
    <path d={shapes[mood]} />
  </svg>
);

/** A shape and a word. */
export const State = ({
  mood,
  word,
  title,
}: {
  readonly mood: Mood;
  readonly word: string;
  readonly title?: string;
}) => (
  <span class="state" data-mood={mood} title={title}>
    <Mark mood={mood} />
    <span class="cut">{word}</span>
  </span>
);
