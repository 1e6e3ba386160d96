export type FileText = { readonly ok: true; readonly text: string } | FileFailure;

export interface FileFailure {
  readonly ok: false;
  readonly reason: "not-found" | "forbidden" | "other";
  readonly detail: string;
}

/** Bytes. */
export interface FileSystemSize {
  readonly sizeBytes: number;
  readonly usedBytes: number;
}

/** Files in. A failure is a value; nothing throws. */
export interface Files {
  readText(path: string): Promise<FileText>;
  list(path: string): Promise<readonly string[]>;
  isSocket(path: string): Promise<boolean>;
  /** Size and use of the file system that holds the path. */
  fileSystem(path: string): Promise<FileSystemSize | FileFailure>;
}

export type FileBytes = { readonly ok: true; readonly bytes: Uint8Array } | FileFailure;

/** Files that are no text, too. */
export interface BinaryFiles extends Files {
  readBytes(path: string): Promise<FileBytes>;
}

/** Files that the kernel makes as they are read (/proc, /sys), too. */
export interface KernelFiles extends Files {
  /**
   * Such a file's text, read at once on this very thread: a few microseconds, a tenth of what waiting for it costs. A
   * file longer than 4 MiB is a failure. Not for files on a disk, which would hold everything up.
   */
  readNow(path: string): FileText;
}
