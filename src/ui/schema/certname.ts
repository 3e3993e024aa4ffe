/** Data of `certname test`. */
import type { CertNameData, NamedCertificate, Rules, Sighting } from '../../core/certname/index.ts';
import { RULE_NAMES, type RuleMatch } from '../../core/pki/index.ts';
import { flag, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

const ruleMatch = object<RuleMatch>({
  match: flag(),
  identifier: optional(text('what matched, as the certificate has it')),
  reason: text('what matched, or why nothing did'),
});

const rules = object<Rules>({
  rfc9525: ruleMatch,
  rfc6125: ruleMatch,
  rfc7672: ruleMatch,
  exim: ruleMatch,
  node: ruleMatch,
  openssl: ruleMatch,
});

export const certNameTestData = object<CertNameData>({
  name: text('as compared: lower case, A-labels'),
  rule: oneOf(RULE_NAMES, 'the rule that decides'),
  match: flag('by that rule, for every certificate'),
  rules,
  certificates: optional(
    listOf(
      object<NamedCertificate>({
        subject: text(),
        seen: listOf(object<Sighting>({ ip: text(), port: whole(), keyType: text('ecdsa, rsa or any') })),
        rules,
      }),
      'each that the server shows',
    ),
  ),
});
