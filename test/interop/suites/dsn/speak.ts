/** A dialogue in lockstep: each line is sent when the reply to the one before has come. */
import { connect } from 'node:net';

export function speak(host: string, port: number, lines: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const replies: string[] = [];
    const waiting = [...lines];
    let held = '';
    const socket = connect({ host, port }).setEncoding('latin1');
    socket.setTimeout(20_000, () => socket.destroy(new Error(`no reply after ${replies.at(-1)}`)));
    socket.on('error', reject);
    socket.on('close', () => resolve(replies));
    socket.on('data', (chunk: string) => {
      held += chunk;
      for (
        let match = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3}(?: [^\r\n]*)?\r\n/.exec(held);
        match !== null;
        match = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3}(?: [^\r\n]*)?\r\n/.exec(held)
      ) {
        replies.push(match[0].trim());
        held = held.slice(match[0].length);
        const next = waiting.shift();
        if (next !== undefined) socket.write(`${next}\r\n`);
        else socket.end();
      }
    });
  });
}
