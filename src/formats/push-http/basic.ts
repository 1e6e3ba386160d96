/** The value of an `Authorization` header (RFC 7617). */
export const basicAuthorization = (username: string, password: string): string =>
  `Basic ${new TextEncoder().encode(`${username}:${password}`).toBase64()}`;
