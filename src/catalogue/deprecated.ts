/** Why an id or a name that once was released is gone or says something else now. */
export interface Deprecation {
  /** First version without it. */
  readonly since: string;
  /** What to use in its place. */
  readonly instead?: string;
  readonly note: string;
}

/** By metric id or Prometheus name. Without an entry here, the lock does not let either vanish or change. */
export const deprecated: Readonly<Record<string, Deprecation>> = {};
