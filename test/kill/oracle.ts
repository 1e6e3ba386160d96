/** What the log of all runs says, held against what a journal promises. */
export interface Oracle {
  read(line: string): void;
  nextId(): number;
  verdict(): Verdict;
}

export interface Verdict {
  readonly stored: number;
  readonly delivered: number;
  /** Handed out again after a kill: allowed, counted. */
  readonly duplicates: number;
  /** Acknowledged and never delivered: by reader. */
  readonly missing: Readonly<Record<string, number>>;
  /** Handed out after a settle had resolved. */
  readonly afterSettle: number;
  /** Handed out, and never appended. */
  readonly invented: number;
  /** Lines that must not be: forged bodies, failures, losses that a kill does not explain. */
  readonly wrong: readonly string[];
  readonly torn: number;
  readonly slowestOpenMs: number;
}

/** One bit of knowledge for each id, without a set of millions. */
const createFlags = () => {
  let flags = new Uint8Array(1024);
  return {
    has: (id: number): boolean => flags[id] === 1,
    set: (id: number): void => {
      while (id >= flags.length) {
        const grown = new Uint8Array(2 * flags.length);
        grown.set(flags);
        flags = grown;
      }
      flags[id] = 1;
    },
  };
};

export const createOracle = (readerNames: readonly string[]): Oracle => {
  const stored = createFlags();
  const readers = new Map(readerNames.map((name) => [name, { got: createFlags(), settled: createFlags() }]));
  const wrong: string[] = [];
  let lastTried = 0;
  let lastStored = 0;
  let storedCount = 0;
  let delivered = 0;
  let duplicates = 0;
  let afterSettle = 0;
  let invented = 0;
  let torn = 0;
  let slowestOpenMs = 0;

  const got = (name: string, ids: readonly number[]): void => {
    const reader = readers.get(name);
    for (const id of ids) {
      if (id > lastTried) invented += 1;
      if (reader?.settled.has(id)) afterSettle += 1;
      if (reader?.got.has(id)) duplicates += 1;
      else delivered += 1;
      reader?.got.set(id);
    }
  };

  const store = (first: number, last: number): void => {
    for (let id = first; id <= last; id += 1) stored.set(id);
    storedCount += last - first + 1;
    lastStored = Math.max(lastStored, last);
  };

  const meanings: Readonly<Record<string, (words: readonly string[]) => void>> = {
    tried: ([, last]) => {
      lastTried = Math.max(lastTried, Number(last));
    },
    stored: ([first, last]) => store(Number(first), Number(last)),
    got: ([name = "", ...ids]) => got(name, ids.map(Number)),
    settled: ([name = "", ...ids]) => {
      for (const id of ids) readers.get(name)?.settled.set(Number(id));
    },
    opened: ([tookMs]) => {
      slowestOpenMs = Math.max(slowestOpenMs, Number(tookMs));
    },
    lost: ([who, why]) => {
      if (who === "all" && why === "torn") torn += 1;
      else wrong.push(`lost ${who} ${why}`);
    },
    end: () => {},
  };

  return {
    read: (line) => {
      const [what = "", ...words] = line.split(" ");
      const meaning = meanings[what];
      if (meaning === undefined) wrong.push(line);
      else meaning(words);
    },
    nextId: () => lastTried + 1,
    verdict: () => {
      const missing = Object.fromEntries(
        [...readers].map(([name, reader]) => {
          let count = 0;
          for (let id = 1; id <= lastStored; id += 1) if (stored.has(id) && !reader.got.has(id)) count += 1;
          return [name, count];
        }),
      );
      return { stored: storedCount, delivered, duplicates, missing, afterSettle, invented, wrong, torn, slowestOpenMs };
    },
  };
};
