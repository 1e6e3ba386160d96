/** Why the file system refused. `full` is also a quota, `forbidden` also a missing right on a folder. */
export type DiskFailureReason = "full" | "read-only" | "forbidden" | "not-found" | "exists" | "locked" | "io";

export interface DiskFailure {
  readonly ok: false;
  readonly reason: DiskFailureReason;
  /** The system's own words, and what was tried. */
  readonly detail: string;
}

export type DiskResult<Value> = { readonly ok: true; readonly value: Value } | DiskFailure;

/** An open file. Reads and writes say where, so that several may be under way at once. */
export interface DiskFile {
  /** Bytes. */
  size(): Promise<DiskResult<number>>;
  /** Fills `into` from `offset` on; gives how many bytes there were, fewer than asked only at the end of the file. */
  read(into: Uint8Array, offset: number): Promise<DiskResult<number>>;
  /** All of the bytes, or a failure; after a failure any part of them may stand in the file. */
  write(bytes: Uint8Array, offset: number): Promise<DiskResult<undefined>>;
  truncate(bytes: number): Promise<DiskResult<undefined>>;
  /** fdatasync: what was written outlives a crash of the machine. After a failure nothing unsynced can be trusted. */
  sync(): Promise<DiskResult<undefined>>;
  close(): Promise<void>;
}

/** Held until released, or until the process ends, however that ends. */
export interface DiskLock {
  release(): Promise<void>;
}

/** Files to keep things in. A failure is a value; nothing throws. Paths are joined with `/`. */
export interface Disk {
  /** With all folders above it; one that is there already is fine. */
  makeFolder(path: string): Promise<DiskResult<undefined>>;
  /** Names of the files in a folder, in no order; folders in it are left out. */
  list(folder: string): Promise<DiskResult<readonly string[]>>;
  /** `change` opens what is there to read and write; `create` makes a new file, or empties the one that is there. */
  open(path: string, purpose: "read" | "change" | "create"): Promise<DiskResult<DiskFile>>;
  rename(from: string, to: string): Promise<DiskResult<undefined>>;
  /** One that is not there is fine. */
  remove(path: string): Promise<DiskResult<undefined>>;
  /** Makes names made, renamed and removed in the folder outlive a crash of the machine. */
  syncFolder(folder: string): Promise<DiskResult<undefined>>;
  /** Bytes that may still be written to the file system of the folder. */
  freeBytes(folder: string): Promise<DiskResult<number>>;
  /** Takes the lock that the file stands for; `locked` when another process has it. A dead process has none. */
  lock(path: string): Promise<DiskResult<DiskLock>>;
}
