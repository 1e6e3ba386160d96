/** An app's answer of about this many series, of which half are buckets of histograms, as servers have them. */
export const expositionOf = (app: number, series: number): string => {
  const lines: string[] = [];
  const routes = ["/", "/products", "/products/:id", "/cart", "/checkout"];
  const describe = (name: string, type: string): void => {
    lines.push(`# HELP ${name} What the app counts as ${name}.`, `# TYPE ${name} ${type}`);
  };
  const bounds = ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"];
  const histogram = (index: number): void => {
    const name = `http_${index}_duration_seconds`;
    describe(name, "histogram");
    for (const route of routes.slice(0, 3)) {
      const labels = `method="GET",route="${route}",status="200"`;
      for (const [place, bound] of bounds.entries()) {
        lines.push(`${name}_bucket{${labels},le="${bound}"} ${(place + 1) * (app + 7)}`);
      }
      lines.push(`${name}_sum{${labels}} ${(app * 13.37).toFixed(6)}`, `${name}_count{${labels}} ${12 * (app + 7)}`);
    }
  };
  const labelled = (index: number): void => {
    const name = `requests_${index}_total`;
    describe(name, "counter");
    for (const route of routes) lines.push(`${name}{method="GET",route="${route}",status="200"} ${app * 1000 + index}`);
  };
  const plain = (index: number): void => {
    const name = `process_figure_${index}_bytes`;
    describe(name, "gauge");
    lines.push(`${name} ${(1.5e6 + index * 4096).toExponential()}`);
  };
  let count = 0;
  for (let index = 0; count < series; index += 1) {
    const [make, made] = index % 8 === 0 ? [histogram, 42] : index % 8 < 6 ? [labelled, 5] : [plain, 1];
    if (count + made > series) {
      plain(index);
      count += 1;
    } else {
      make(index);
      count += made;
    }
  }
  return `${lines.join("\n")}\n`;
};
