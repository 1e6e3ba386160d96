import { chooseApps } from "../formats/app-choice/choice.ts";
import { decodeDelivery } from "../formats/delivery-record/record.ts";
import type { AppChoice } from "../ports/app-choice.ts";
import type { StoredRecord } from "../ports/buffer.ts";
import type { Codec } from "../ports/codec.ts";
import type { Delivery, PushItem, PushOutput } from "../ports/push-output.ts";
import { type Problem, problem } from "../problems/problem.ts";
import type { Books } from "./books.ts";
import { crashProblem } from "./calls.ts";
import type { Troubles } from "./troubles.ts";

/** What an output makes of records. Never throws. */
export type Selection<Item extends PushItem> = (records: readonly StoredRecord[]) => readonly Item[];

export interface SelectionOptions<Item extends PushItem> {
  readonly name: string;
  readonly output: PushOutput<Item>;
  readonly codec: Codec;
  readonly books: Books;
  readonly troubles: Troubles;
  readonly apps?: AppChoice | undefined;
}

interface Decoded {
  readonly delivery: Delivery;
  readonly points: number;
}

/** Records that can't be read, and those that the output chokes on, are counted and left out. */
export const openSelection = <Item extends PushItem>(options: SelectionOptions<Item>): Selection<Item> => {
  const { name, output, codec, books, troubles, apps } = options;

  const lose = (reason: "unreadable" | "defect", points: number, found: Problem): void => {
    books.lostPoints.add(reason, points);
    troubles.lost(found);
  };

  /** With only those metrics of apps that the output gives. */
  const chosen = (delivery: Delivery): Delivery => {
    if (apps === undefined || delivery.kind !== "snapshot") return delivery;
    const { entries, leftOut } = chooseApps(apps, delivery.snapshot.entries);
    books.appSeriesLeftOut += leftOut;
    if (leftOut > 0) troubles.lost(problem("app-series-limit", name, `${leftOut} series left out`));
    return { kind: "snapshot", snapshot: { ...delivery.snapshot, entries } };
  };

  const decode = ({ body, itemCount: points }: StoredRecord): readonly Decoded[] => {
    const delivery = decodeDelivery(body, codec);
    if (delivery !== undefined) return [{ delivery: chosen(delivery), points }];
    lose("unreadable", points, problem("output-losing", name, "a record in the buffer that this version cannot read"));
    return [];
  };

  const select = (decoded: readonly Decoded[]): readonly Item[] => {
    if (decoded.length === 0) return [];
    try {
      return output.select(decoded.map(({ delivery }) => delivery));
    } catch (thrown) {
      const [only] = decoded;
      if (decoded.length > 1) return decoded.flatMap((one) => select([one]));
      lose("defect", only?.points ?? 0, crashProblem(name, thrown));
      return [];
    }
  };

  return (records) => select(records.flatMap(decode));
};
