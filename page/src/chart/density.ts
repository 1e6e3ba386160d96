/** Calls back whenever a CSS pixel has another number of device pixels: zoomed, or moved to another screen. */
export const onDensity = (run: () => void): (() => void) => {
  let stop = (): void => {};
  const listen = (): void => {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const changed = (): void => {
      listen();
      run();
    };
    query.addEventListener("change", changed, { once: true });
    stop = () => query.removeEventListener("change", changed);
  };
  listen();
  return () => stop();
};
