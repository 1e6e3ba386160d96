/** Upper bounds in seconds. */
const bounds = [0.001, 0.005, 0.025, 0.1, 0.5];

/** What the shop tells of itself at `/metrics`, as any app with a Prometheus client does. */
export const openShopMetrics = () => {
  const requests = new Map<string, number>();
  const atMost = bounds.map(() => 0);
  const startedSeconds = Date.now() / 1000;
  let count = 0;
  let sumSeconds = 0;
  let openCarts = 0;

  const buckets = (): string[] => [
    ...bounds.map((bound, place) => `http_request_duration_seconds_bucket{le="${bound}"} ${atMost[place]}`),
    `http_request_duration_seconds_bucket{le="+Inf"} ${count}`,
  ];

  return {
    answered: (path: string, status: number, seconds: number): void => {
      const series = `http_requests_total{path="${path}",code="${status}"}`;
      requests.set(series, (requests.get(series) ?? 0) + 1);
      for (const [place, bound] of bounds.entries()) if (seconds <= bound) atMost[place] = (atMost[place] ?? 0) + 1;
      count += 1;
      sumSeconds += seconds;
      if (path === "/cart") openCarts += 1;
      if (path === "/checkout") openCarts = Math.max(0, openCarts - 1);
    },
    text: (): string =>
      [
        "# HELP http_requests_total Requests answered.",
        "# TYPE http_requests_total counter",
        ...[...requests].map(([series, answered]) => `${series} ${answered}`),
        "# HELP http_request_duration_seconds Time from a request to the end of its answer.",
        "# TYPE http_request_duration_seconds histogram",
        ...buckets(),
        `http_request_duration_seconds_sum ${sumSeconds}`,
        `http_request_duration_seconds_count ${count}`,
        "# HELP shop_open_carts Carts that nobody has paid for yet.",
        "# TYPE shop_open_carts gauge",
        `shop_open_carts ${openCarts}`,
        "# HELP process_start_time_seconds When the shop opened, in seconds since the epoch.",
        "# TYPE process_start_time_seconds gauge",
        `process_start_time_seconds ${startedSeconds}`,
        "",
      ].join("\n"),
  };
};
