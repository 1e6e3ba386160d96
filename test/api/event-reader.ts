export interface ReadEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

const parse = (block: string): ReadEvent | undefined => {
  const fields = new Map(
    block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
  const [id, event, data] = ["id", "event", "data"].map((name) => fields.get(name));
  if (event === undefined || data === undefined) return undefined;
  return { event, data: JSON.parse(data), ...(id === undefined ? {} : { id }) };
};

/** Reads server-sent events until there are enough, and closes the connection. */
export const readEvents = async (
  url: string,
  isEnough: (events: readonly ReadEvent[]) => boolean,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly ReadEvent[]> => {
  const over = AbortSignal.timeout(120_000);
  const response = await fetch(url, { headers, signal: over });
  const events: ReadEvent[] = [];
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    events.push(...blocks.flatMap((block) => parse(block) ?? []));
    if (isEnough(events)) break;
  }
  return events;
};
