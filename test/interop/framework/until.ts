/** Waits for what must come. */
import { setTimeout as sleep } from 'node:timers/promises';

/** @param otherwise  what the failure says where it has not come within a minute */
export async function until(holds: () => boolean | Promise<boolean>, otherwise: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(otherwise);
    await sleep(5);
  }
}
