/** What is to be written to copy a message of the queue, as plain values; its body comes as it is kept. */

export interface QueuefileTask {
  readonly transport: string;
  /** Absolute. */
  readonly directory: string;
  readonly messageId: string;
  /** Of the -H file. */
  readonly header: string;
}
