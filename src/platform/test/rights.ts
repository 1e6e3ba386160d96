const nobody = 65_534;

/** Does something as a user who owns nothing; root may open everything. */
export const withoutRights = async <T>(work: () => Promise<T>): Promise<T> => {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
};
