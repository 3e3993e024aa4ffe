import { expect, it } from 'vitest';
import { createNet } from '../../../src/core/net/index.ts';

it('says so where there is no way to the host, as where the network is down', async () => {
  const net = createNet();
  // A broadcast that was not asked for is refused by the system when the socket is connected, as a host without a route is.
  const answered = await net.exchangeDatagram('255.255.255.255', 53, new Uint8Array(12), () => true, {
    timeoutMs: 1000,
  });
  await net.close();
  expect(answered).toMatchObject({ ok: false, error: { message: expect.stringContaining('255.255.255.255') } });
});
