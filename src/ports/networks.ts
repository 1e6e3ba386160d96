/**
 * Whether an address is one of these, or in one of these ranges (`10.0.0.0/16`, `fd00::/8`). What is neither an address
 * nor a range holds nothing.
 */
export type WithinNetworks = (networks: readonly string[]) => (address: string) => boolean;
