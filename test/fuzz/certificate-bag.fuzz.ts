/** What authorities serve as their certificates never throws, whatever it is. */
import { readCertificateBag } from '../../src/core/pki/index.ts';
import { createCertsOnly } from '../../src/core/pki/issue.ts';
import { createTestCa } from '../support/stapling.ts';

const { der } = await createTestCa();

export const target = {
  name: 'certificate-bag',
  seeds: [der, await createCertsOnly([der, der])],
  run(bytes: Uint8Array): void {
    const bag = readCertificateBag(bytes);
    if (bag.ok && bag.value.length === 0) throw new Error('good, and no certificate in it');
  },
};
