/** One session of a real Exim's test mode, answered line by line. */
import { spawn } from 'node:child_process';
import { programs } from '../../peers/programs.ts';

export interface Answered {
  readonly replies: readonly string[];
  readonly logs: readonly string[];
}

/** A line to say, or what is said to the challenge before it. */
export type Line = string | ((challenge: Buffer) => string);

const LIMIT_MS = 20_000;

/** Sends each line when the one before it has been answered; what a challenge asks is decoded for the next. */
export function eximSession(file: string, lines: readonly Line[]): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const child = spawn(programs.exim, ['-C', file, '-bh', '192.0.2.1'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    const waiting = [...lines];
    const replies: string[] = [];
    let out = '';
    let err = '';
    child.stdin.on('error', () => {});
    child.stderr.on('data', (part: Buffer) => {
      err += part.toString('latin1');
    });
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString('latin1');
      for (let match = REPLY.exec(out); match !== null; match = REPLY.exec(out)) {
        out = out.slice(match.index + match[0].length);
        replies.push(match[1]!.trim().replaceAll('\r\n', '\n'));
        const next = waiting.shift();
        if (next === undefined) child.stdin.end();
        else child.stdin.write(`${saying(next, match[1]!)}\r\n`, 'latin1');
      }
    });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      resolve({ replies, logs: [...err.matchAll(/^LOG: (.*)$/gm)].map(([, text]) => text!) });
    });
  });
}

const REPLY = /((?:\d{3}-[^\n]*\n)*\d{3} [^\n]*\n)/;

const saying = (line: Line, reply: string): string =>
  typeof line === 'string' ? line : line(Buffer.from(reply.slice(4).trim(), 'base64'));
