import type { ContainerIdentity, TaskIdentity } from "../model/identity.ts";

export interface BoardPort {
  readonly containerPort: number;
  /** tcp, udp, sctp. */
  readonly protocol: string;
  /** Where it is published; undefined when it is not. */
  readonly hostPort: number | undefined;
  /** The machine's address that it is published on; undefined: all. */
  readonly hostIp: string | undefined;
}

/** A container that runs, as far as its network goes. Undefined: not told. */
export interface BoardContainer {
  readonly container: ContainerIdentity;
  readonly task: TaskIdentity | undefined;
  /** When it was made, milliseconds since the epoch. */
  readonly createdMs: number | undefined;
  /** Docker's word (default, bridge, host, none, `container:ID`, a network's name), or awsvpc, which only ECS knows. */
  readonly networkMode: string | undefined;
  readonly ports: readonly BoardPort[];
  /** Its own, of both IP families. */
  readonly addresses: readonly string[];
}

/** From where a source sees the containers: the machine that runs them, or the task that they are in. */
export type Vantage = "machine" | "task";

/** All running containers that one source sees. */
export interface BoardSheet {
  readonly vantage: Vantage;
  /** Of those made at the same time the older first, as far as the source tells. */
  readonly containers: readonly BoardContainer[];
  /** When the source was asked for it, milliseconds since the epoch. */
  readonly asOfMs: number;
}

/** Sees at once what runs now, and puts it up. False: it could not. Never rejects. */
export type LookAgain = () => Promise<boolean>;

/**
 * Where inputs that see containers put up which run, and where: for those who read the containers' own services. Holds
 * what each source put up last.
 */
export interface ContainerBoard {
  /** Takes the place of what this source put up before. */
  publish(source: string, sheet: BoardSheet): void;
  /** Says how this source can be made to look again between its collections. */
  offer(source: string, look: LookAgain): void;
  /** The source is no more: what it put up is taken down. */
  withdraw(source: string): void;
  /** By source. The same object until something is put up. */
  sheets(): ReadonlyMap<string, BoardSheet>;
  /**
   * Has every source look again that can. True: what is up now was seen after this call. Whoever asks while a look is
   * under way shares the next one.
   */
  refresh(): Promise<boolean>;
  /** Marks that somebody reads it: only then need a source hurry to tell. */
  read(): void;
  isRead(): boolean;
}
