/** What keeping a secret takes. */
export interface Secrets {
  /** Text nobody can guess: so many random bytes, in base64url. */
  random(bytes: number): string;
  /** Whether two texts are the same; the time it takes tells neither where they differ nor how long they are. */
  same(left: string, right: string): boolean;
  /** HMAC-SHA-256 of the text, in base64url. */
  sign(key: string, text: string): string;
}
