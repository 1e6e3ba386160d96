/** What this browser keeps for the next visit. A browser that keeps nothing (private, refused) is no fault. */
export const readStored = (name: string): string => {
  try {
    return localStorage.getItem(`taskvitals.${name}`) ?? "";
  } catch {
    return "";
  }
};

export const keepStored = (name: string, value: string): void => {
  try {
    localStorage.setItem(`taskvitals.${name}`, value);
  } catch {
    // Kept for this visit only.
  }
};
