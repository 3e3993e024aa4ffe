/** SIGINT and SIGTERM: first in order, then at once. */

/** For what is under way to end in order. */
const GRACE_MS = 500;

/** First interrupt: give up in order, with the status of the signal; the second one is the system's own. */
export function onInterrupt(act: (status: number) => void): () => void {
  const hear = (status: number) => (): void => {
    act(status);
    setTimeout(() => process.exit(status), GRACE_MS).unref();
  };
  const [interrupted, terminated] = [hear(130), hear(143)];
  process.once('SIGINT', interrupted).once('SIGTERM', terminated);
  return () => void process.off('SIGINT', interrupted).off('SIGTERM', terminated);
}
