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
