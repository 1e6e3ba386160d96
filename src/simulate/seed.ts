/** 32 bits that follow from the text: FNV-1a with a final mix, so that neighbours look unlike each other. */
const mixed = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** The same hexadecimal digits for the same seed, always. */
export const hexFrom = (seed: string, digits: number): string => {
  let text = "";
  for (let i = 0; text.length < digits; i++) text += mixed(`${seed}#${i}`).toString(16).padStart(8, "0");
  return text.slice(0, digits);
};

/** A UUID of version 4 in form. */
export const uuidFrom = (seed: string): string => {
  const hex = hexFrom(seed, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
};

/** A whole number from 0 to `below` - 1. */
export const numberFrom = (seed: string, below: number): number => mixed(seed) % below;
