/** Addresses tried: what standard error has of the log beside the answers, as with Exim 4.96. */
import { expect, it } from 'vitest';
import { addressMode } from '../../../src/mta/personality/modes/address.ts';
import type { Call, PersonalityPorts, Told } from '../../../src/mta/personality/types.ts';

const LINE = 'remote host address is the local host: a.example';

async function complainedBy(flag: string, text = ''): Promise<string> {
  const complained: string[] = [];
  const ports = {
    clock: { now: () => new Date(2026, 10, 27, 12, 0, 0) },
    complain: (text: string) => void complained.push(text),
    out: () => Promise.resolve(),
    input: async function* () {},
    addressTests: (_: unknown, told: Told) => {
      told.log?.(LINE, ['main', 'panic']);
      return { close: () => Promise.resolve() };
    },
  } as unknown as PersonalityPorts;
  const call = { flag, words: [], configuration: { source: { text, name: '/exim.conf' }, macros: {} } };
  await addressMode.run(call as unknown as Call, ports);
  return complained.join('');
}

it('is shown by -bt as a line of the log, with its logs', async () =>
  expect(await complainedBy('-bt')).toContain(`LOG: MAIN PANIC\n  ${LINE}\n`));
it.each(['-bv', '-bvs'])('is shown by %s as it would stand in the log, with the time', async (flag) =>
  expect(await complainedBy(flag)).toContain(`2026-11-27 12:00:00 ${LINE}\n`),
);
it('with milliseconds and the process where the log has them', async () =>
  expect(await complainedBy('-bv', 'log_selector = +millisec +pid\n')).toContain(
    `2026-11-27 12:00:00.000 [${process.pid}] ${LINE}\n`,
  ));
