/**
 * Processes of our own kind: the same program again, told by its environment what it is, with a channel between parent and
 * child that carries values and open handles (sockets, listening or connected).
 */
import { type ChildProcess, fork, type SendHandle } from 'node:child_process';

/** What goes each way; values are cloned, Maps and octets included. */
export interface Messages<Sent, Received> {
  /** @param sent  told whether message and handle have left; then a handle may be closed here */
  readonly send: (message: Sent, handle?: object, sent?: (hasLeft: boolean) => void) => void;
  readonly hear: (received: (message: Received, handle: object | undefined) => void) => void;
}

export interface Child<Sent, Received> extends Messages<Sent, Received> {
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Lets go of it, so that it holds this process open no longer. */
  readonly leave: () => void;
}

export interface Parent<Sent, Received> extends Messages<Sent, Received> {
  /** The parent has ended, or let go of us. */
  readonly onGone: (gone: () => void) => void;
  /** Lets go of the parent, so that the process can end. */
  readonly leave: () => void;
}

export interface ChildOptions {
  /** What the child is: it finds it by `becomeChild`. */
  readonly role: string;
  /** Words of the command that it is started with; its role comes behind them. */
  readonly args: readonly string[];
  /** MiB that new objects may take before old ones are looked for (V8's semi-space); V8's own choice when absent. */
  readonly youngMiB?: number;
  /** Per cent by which old objects may grow before they are looked through; V8's own choice, up to three hundred, when absent. */
  readonly growthPercent?: number;
  readonly exited: (how: string) => void;
}

const ROLE = 'MXRAY_ROLE';
const YOUNG = '--max-semi-space-size=';
const GROWTH = '--heap-growing-percent=';

export function startChild<Sent, Received>({
  role,
  args,
  youngMiB,
  growthPercent,
  exited,
}: ChildOptions): Child<Sent, Received> {
  const child = fork(process.argv[1]!, [...args, role], {
    env: { ...process.env, [ROLE]: role },
    execArgv: [
      // What was said to us is not for it.
      ...process.execArgv.filter((word) => !word.startsWith(YOUNG) && !word.startsWith(GROWTH)),
      ...(youngMiB === undefined ? [] : [`${YOUNG}${youngMiB}`]),
      ...(growthPercent === undefined ? [] : [`${GROWTH}${growthPercent}`]),
    ],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let isOver = false;
  const over = (how: string): void => {
    if (isOver) return;
    isOver = true;
    exited(how);
  };
  child.once('error', (cause) => over(`could not be started: ${cause.message}`));
  child.once('exit', (status, signal) =>
    over(signal === null ? `ended with status ${status}` : `was ended by ${signal}`),
  );
  return {
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    leave: () => {
      if (child.connected) child.disconnect();
      child.unref();
    },
    send: (message, handle, sent) => send(child, message, handle, sent),
    hear: (received) => void child.on('message', received as (message: unknown, handle: unknown) => void),
  };
}

/** How long an orphan may go on unnoticed. */
const WATCH_MS = 500;

/** A parent that is killed while it says something, or while this process is starting, is not always told of by an event. */
function watchParent(gone: () => void): void {
  const born = process.ppid;
  let isTold = false;
  const tell = (): void => {
    if (isTold) return;
    isTold = true;
    clearInterval(watch);
    gone();
  };
  const watch = setInterval(() => {
    if (!process.connected || process.ppid !== born) tell();
  }, WATCH_MS).unref();
  process.once('disconnect', tell);
  if (!process.connected) setImmediate(tell);
}

/** The role that this process was started in, and its parent; undefined where a person started it. */
export function becomeChild<Sent, Received>():
  | { readonly role: string; readonly parent: Parent<Sent, Received> }
  | undefined {
  const role = process.env[ROLE];
  if (role === undefined || process.send === undefined) return undefined;
  delete process.env[ROLE]; // programs that we start are none of this kind
  const parent: Parent<Sent, Received> = {
    send: (message, handle, sent) => send(process as unknown as ChildProcess, message, handle, sent),
    hear: (received) => void process.on('message', received as (message: unknown, handle: unknown) => void),
    onGone: (gone) => watchParent(gone),
    leave: () => {
      if (process.connected) process.disconnect();
    },
  };
  return { role, parent };
}

/** A message to who has gone is lost, as its receiver is. */
function send(
  channel: ChildProcess,
  message: unknown,
  handle?: object,
  sent: (hasLeft: boolean) => void = () => {},
): void {
  if (!channel.connected) return void sent(false);
  channel.send(message as object, handle as SendHandle | undefined, {}, (error) => sent(error === null));
}
