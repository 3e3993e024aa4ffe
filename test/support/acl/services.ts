/** Services that tell what they were asked, and answer what a table needs. */
import type { AclServices } from '../../../src/mta/acl/index.ts';

export const tableServices = (asked: string[]): AclServices => ({
  wait: (seconds) => void asked.push(`wait ${seconds}`),
  datagram: ({ host, port, payload }) => {
    asked.push(`packet to ${host} ${port}: ${payload}`);
    if (host === 'nosuch.example') return { kind: 'no-address' };
    return host === '203.0.113.1' ? { kind: 'failed', reason: 'Network is unreachable' } : { kind: 'sent' };
  },
});
