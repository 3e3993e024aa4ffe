/** Chains never throw or hang, whatever leaf and authority hold, and an altered certificate is never valid. */
import { readCertificate, verifyChain } from '../../src/core/pki/index.ts';
import { directory, dns, email, intermediate, ip, leaf, nc, policies, root, uri } from '../support/certificates.ts';

const ROOT = root();
const AUTHORITY = intermediate(ROOT, {
  more: [
    nc({
      permitted: [dns('example.com'), ip(192, 0, 2, 0, 255, 255, 255, 0), email('example.com'), uri('.example.com')],
      excluded: [directory('CN=nobody')],
    }),
    policies('2.5.29.32.0'),
  ],
});
const LEAF = leaf(AUTHORITY, { names: [dns('example.com'), email('a@example.com'), uri('https://a.example.com/')] });
const ISSUED = [LEAF, AUTHORITY].map(({ der }) => Uint8Array.from(der));

export const target = {
  name: 'chain',
  seeds: ISSUED,
  run(bytes: Uint8Array): void {
    const read = readCertificate(bytes);
    if (!read.ok) return;
    const isOurs = ISSUED.some((der) => Buffer.compare(der, bytes) === 0);
    for (const profile of ['webpki', 'path'] as const) {
      const asked = { purpose: 'server', at: new Date('2026-06-01T12:00:00Z'), profile } as const;
      const asLeaf = {
        ...asked,
        leaf: read.value,
        intermediates: [AUTHORITY.certificate],
        anchors: [ROOT.certificate],
      };
      if (verifyChain(asLeaf).valid && !isOurs) throw new Error('an altered leaf is valid');
      const asAuthority = {
        ...asked,
        leaf: LEAF.certificate,
        intermediates: [read.value],
        anchors: [ROOT.certificate],
      };
      if (verifyChain(asAuthority).valid && !isOurs) throw new Error('an altered authority is valid');
      verifyChain({ ...asked, leaf: LEAF.certificate, intermediates: [], anchors: [read.value] });
    }
  },
};
