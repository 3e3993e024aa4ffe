import { isLoopback, parseIpv4, parseIpv6 } from '../../../base/index.ts';
import { deferred, failed } from '../../expand/index.ts';
import type { DriverAnswer, LookupDriver } from '../types.ts';

export const spf: LookupDriver = {
  name: 'spf',
  style: 'single-key',
  doc: 'May the address that stands in the place of the file send mail for the address that is the key? The result’s word; loopback passes.',
  find: async ({ key, source }, { resolver, clock, signal, option }): Promise<DriverAnswer> => {
    const ip = parseIpv4(source) ?? parseIpv6(source);
    if (ip === undefined) return { kind: 'not-found' };
    if (isLoopback(ip)) return { kind: 'found', text: 'pass' };
    const dns = await resolver();
    if (!dns.ok) return failed(dns.error.message);
    const { checkHost } = await import('../../../core/spf/index.ts');
    const receiver = await option('primary_hostname');
    const { result } = await checkHost(
      { ip, sender: key, helo: key.slice(key.lastIndexOf('@') + 1) },
      {
        dns: dns.value,
        now: () => clock.now(),
        ...(signal !== undefined && { signal }),
        ...(receiver !== undefined && { receiver }),
      },
    );
    return signal?.aborted === true ? deferred('spf: the check was abandoned') : { kind: 'found', text: result };
  },
};
