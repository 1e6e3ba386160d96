/** The last events, for readers who were away for a moment. */
export interface Replay {
  /** The state that the first event changes. */
  begin(id: string): void;
  add(id: string, chunk: Uint8Array): void;
  /** What came after this event; undefined when it is not known any more, or was never. */
  since(id: string): readonly Uint8Array[] | undefined;
}

const eventsAtMost = 60;
const bytesAtMost = 512 * 1024;

export const openReplay = (): Replay => {
  let first = "";
  let kept: { readonly id: string; readonly chunk: Uint8Array }[] = [];
  let bytes = 0;

  return {
    begin: (id) => {
      first = id;
      kept = [];
      bytes = 0;
    },
    add: (id, chunk) => {
      kept.push({ id, chunk });
      bytes += chunk.length;
      while (kept.length > eventsAtMost || bytes > bytesAtMost) {
        const oldest = kept.shift();
        if (oldest === undefined) return;
        first = oldest.id;
        bytes -= oldest.chunk.length;
      }
    },
    since: (id) => {
      const place = id === first ? 0 : kept.findIndex((one) => one.id === id) + 1;
      return id !== first && place === 0 ? undefined : kept.slice(place).map(({ chunk }) => chunk);
    },
  };
};
