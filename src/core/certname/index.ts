/**
 * certname: does a certificate name the host one means to reach? Every tool answers by a rule of its own, so all of them
 * are asked, and one decides.
 *
 * The rules are rows of core/pki (names/). *Reference*: whom one means to reach. *Identifier*: what a certificate presents.
 * A server may have a certificate for each type of key and other ones at other addresses: each is looked at, and a rule is
 * satisfied when all of them satisfy it.
 *
 * Implemented: RFC 9525, 6125, 7672 §3.2.3; Exim's, Node's and OpenSSL's rules.
 * Deliberately absent: dates, chains, trust (core/pki): a name says nothing about who vouches for it.
 */
export { certNameFindings } from './findings/registry.ts';
export { type NameQuestion, testName } from './judge.ts';
export { lookAtServer, type Server, type ServerPorts, type Shown } from './server.ts';
export type { CertNameData, NamedCertificate, Rules, Sighting } from './types.ts';
