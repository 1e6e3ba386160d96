/** SHA-256 and HMAC-SHA-256; text counts as its UTF-8 bytes. Synchronous: what is hashed is small. */
export interface Hashing {
  sha256(data: Uint8Array | string): Uint8Array;
  hmacSha256(key: Uint8Array | string, data: Uint8Array | string): Uint8Array;
}
