/** One question to a service, and its answer, octets as they come (iplookup). */
import type { Net } from '../../core/net/index.ts';
import type { ServiceQuestion } from './types.ts';

/** @returns undefined: there was none, or not in time */
export async function askService(net: Net, question: ServiceQuestion): Promise<string | undefined> {
  const { protocol, address, port, query, timeoutMs } = question;
  const octets = Buffer.from(query, 'latin1');
  if (protocol === 'udp') {
    const answered = await net.exchangeDatagram(address, port, octets, () => true, { timeoutMs });
    return answered.ok ? Buffer.from(answered.value).toString('latin1') : undefined;
  }
  const dialled = await net.dial(address, port, { timeoutMs });
  if (!dialled.ok) return undefined;
  const { stream, destroy } = dialled.value;
  const answer = new Promise<string | undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), timeoutMs);
    const settle = (text: string | undefined): void => {
      clearTimeout(timer);
      resolve(text);
    };
    stream.once('data', (data: Buffer) => settle(data.toString('latin1')));
    stream.once('error', () => settle(undefined));
    stream.once('close', () => settle(undefined));
  });
  stream.write(octets);
  return await answer.finally(() => destroy());
}
