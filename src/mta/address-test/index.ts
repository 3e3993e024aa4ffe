/**
 * address-test: addresses routed and verified without a message (Exim spec §5.2: `-bt`, `-bv`, `-bvs`).
 *
 * What routing asks of its surroundings is put together of a configuration and the system: variables as they are where
 * nothing has happened but that somebody asks, the DNS, hosts, users. A test has a sender, who is the caller unless another
 * is named. `mxray route` and the personality `exim` stand on this.
 */
export { problemText, readForTests } from './read.ts';
export { type AddressTests, createAddressTests, type TestOptions, type TestQuestion } from './tests.ts';
