/** Runs a program to its end and hands back what it said. */
import { spawn } from 'node:child_process';

export interface Ran {
  /** Null when a signal ended it, which is what happens when the time is up. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly milliseconds: number;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  /** Default 30,000. */
  readonly timeoutMs?: number;
  /** On top of our own. */
  readonly env?: Readonly<Record<string, string>>;
}

export function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<Ran> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs ?? 30_000,
      killSignal: 'SIGKILL',
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    // A program that ends without reading its input is no concern of ours.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    child.once('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.once('close', (status) => {
      const milliseconds = performance.now() - started;
      resolve({ status, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString(), milliseconds });
    });
  });
}

/** The same, for programs that must succeed; resolves to their stdout. */
export async function mustRun(command: string, args: readonly string[], options?: CommandOptions): Promise<string> {
  const { status, stdout, stderr } = await run(command, args, options);
  if (status === 0) return stdout;
  throw new Error(`${[command, ...args].join(' ')} ended with ${status}:\n${stderr || stdout}`);
}
