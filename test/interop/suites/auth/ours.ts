/** The same session with us, on the code of `mxray session`. */
import { systemClock } from '../../../../src/base/index.ts';
import { readConfiguration } from '../../../../src/mta/config/index.ts';
import { rehearse } from '../../../../src/mta/receive/index.ts';
import type { Answered, Line } from './exim.ts';

export async function ourSession(file: string, lines: readonly Line[]): Promise<Answered> {
  const read = readConfiguration({ file });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  const logs: string[] = [];
  const opened = await rehearse({
    configuration: read.value,
    from: { address: '192.0.2.1', port: 0 },
    clock: systemClock,
    names: { addressesOf: () => [], namesOf: () => [], mailExchangers: () => [] },
    onLog: (line) => void logs.push(line.replace(/^LOG: |\n$/g, '')),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const replies = [clean(await opened.value.begin())];
  for (const line of lines) {
    if (opened.value.isOver()) break;
    const said = typeof line === 'string' ? line : line(Buffer.from(replies.at(-1)!.slice(4).trim(), 'base64'));
    replies.push(clean(await opened.value.line(said)));
  }
  if (!opened.value.isOver()) await opened.value.end();
  await opened.value.close();
  return { replies, logs };
}

const clean = (reply: string): string => reply.trim().replaceAll('\r\n', '\n');
