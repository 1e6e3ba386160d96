import { bundlePrograms, measureStart } from "./measure.ts";
import { taskOfTen } from "./scenario.ts";
import { against, circumstances, paragraphs, type Section } from "./section.ts";
import { median } from "./table.ts";

const firstPort = 19_546;
const runs = 7;
const budgetMs = 300;

/** From the start of the program to the first sample that a reader gets. */
export const start = async (): Promise<Section> => {
  const where = circumstances();
  const programs = await bundlePrograms();
  const starts: number[] = [];
  for (let run = 0; run < runs; run += 1) starts.push(await measureStart(taskOfTen, programs, firstPort + run));
  return {
    title: "Start",
    text: paragraphs(
      where,
      `From the start of the bundled program to the first sample of a container in /metrics, task of 10: median\n${against(median(starts), budgetMs, 0)} ms of ${runs} starts, the quickest ${Math.min(...starts).toFixed(0)} ms. By the wall clock, on a machine with the load above.`,
    ),
  };
};
