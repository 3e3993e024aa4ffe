/**
 * survey: everything that a server's TLS can do, asked of it.
 *
 * A survey of one address asks in *hellos*: ClientHellos of our own making (core/net writes them and reads what comes back
 * in the clear), each offering just what is in question, none meant to end in a session. What the server chooses is taken
 * away and the rest offered again until it takes none (*elimination*, eliminate.ts). Where a handshake must end, for
 * certificates in TLS 1.3, staples, resumption, ALPN, node:tls makes it. One *speaker* (speaker.ts) holds all of this to so
 * many connections, few at a time. A server that refuses is asked one by one after a pause, then left in peace, and what was
 * not seen is unknown, never good; silence of a server that answers others is a refusal. The rules that judge what was seen
 * (judge*.ts) are pure; severities are those of mail: old versions are a warning, no TLS is an error.
 *
 * Implemented: RFC 8446 §4.1–4.2 and RFC 5246 §7.4 as far as hellos go, RFC 5746, 6520, 7301, 7366, 7507, 7627, 8701; judged
 * by RFC 9325, 8996, 7568, 6176, 9155. Numbers and names are IANA's (registry/).
 * Deliberately absent: attacks by timing or padding, pre-shared keys, client certificates.
 */
export { surveyFindings } from './findings/registry.ts';
export { askOldVersion, judgeGlimpse } from './glance.ts';
export { survey } from './survey.ts';
export { MAX_CONNECTIONS, type SurveyOptions, type SurveyPorts } from './survey-address.ts';
export type * from './types.ts';
