/** Which keys sign for the domain (RFC 6376)? Those that were named, or those that are found under usual selectors. */
import type { Finding } from '../../../base/index.ts';
import { createKeyLookup, type DkimQueryData, type KeyLookup, keyName, queryKey } from '../../dkim/index.ts';
import { type Name, RCODE, RR } from '../../dns/index.ts';
import { say } from '../findings/define.ts';
import { noKeys, noSelector } from '../findings/registry.ts';
import type { Site } from '../site.ts';
import type { DkimFacts, SubjectReport } from '../types.ts';
import type { SubjectDef } from './types.ts';
import { USUAL_SELECTORS } from './usual-selectors.ts';

export const dkim: SubjectDef<'dkim'> = { name: 'dkim', withoutMail: true, look };

interface Found {
  readonly selector: Name;
  readonly data: DkimQueryData;
  readonly findings: readonly Finding[];
}

async function look(site: Site): Promise<SubjectReport<DkimFacts>> {
  const { selectors } = site.question;
  return selectors === undefined ? guess(site) : named(selectors, site);
}

async function named(selectors: readonly Name[], site: Site): Promise<SubjectReport<DkimFacts>> {
  const found = await ask(selectors, site);
  return { findings: found.flatMap(({ findings }) => findings), summary: summaryOf(found), facts: factsOf(found, 0) };
}

/** Where `_domainkey` does not exist nothing below it does (RFC 8020 §2), and no selector need be tried. */
async function guess(site: Site): Promise<SubjectReport<DkimFacts>> {
  const { domain } = site.question;
  const scope = { domain };
  const above = await site.ports.informed.lookup(`_domainkey.${domain}`, RR.TXT, optionsOf(site));
  if (above.ok && above.value.status !== 'bogus' && above.value.rcode === RCODE.NXDOMAIN) {
    const findings = (await sendsMail(site)) ? [say(noKeys, { scope })] : [];
    return { findings, summary: 'no key at all', facts: { selectors: [], guessed: 0 } };
  }
  const found = (await ask(USUAL_SELECTORS, site)).filter(isKey);
  const guessed = USUAL_SELECTORS.length;
  if (found.length > 0)
    return {
      findings: found.flatMap(({ findings }) => findings),
      summary: summaryOf(found),
      facts: factsOf(found, guessed),
    };
  return {
    findings: [say(noSelector, { scope, detail: `${guessed} were tried` })],
    summary: 'no key under the usual selectors; --selector names others',
    facts: { selectors: [], guessed },
  };
}

/** A domain that takes no mail sends none (RFC 7505 §4.2), and needs no key. */
const sendsMail = async ({ mail }: Site): Promise<boolean> => (await mail()).data.mx?.kind !== 'null';

function ask(selectors: readonly Name[], site: Site): Promise<readonly Found[]> {
  const lookUp = createKeyLookup(site.ports.informed, optionsOf(site));
  return Promise.all(selectors.map((selector) => askOne(selector, site.question.domain, lookUp)));
}

async function askOne(selector: Name, domain: Name, lookUp: KeyLookup): Promise<Found> {
  const name = keyName(selector, domain);
  return { selector, ...queryKey(name, await lookUp(name)) };
}

const optionsOf = ({ ports }: Site) => (ports.signal === undefined ? {} : { signal: ports.signal });

/** Under a wildcard every selector has some text; a key record has a p= (RFC 6376 §3.6.1). */
function isKey({ data }: Found): boolean {
  return data.records.some(({ text }) => /(^|;)\s*p\s*=/i.test(text));
}

function factsOf(found: readonly Found[], guessed: number): DkimFacts {
  return {
    selectors: found.map(({ selector, data }) => {
      const { keyType, bits } = data.records.find(({ reason }) => reason === 'good') ?? data.records[0] ?? {};
      return {
        selector,
        status: data.status,
        ...(keyType !== undefined && { keyType }),
        ...(bits !== undefined && { bits }),
      };
    }),
    guessed,
  };
}

function summaryOf(found: readonly Found[]): string {
  return factsOf(found, 0)
    .selectors.map(({ selector, status, keyType, bits }) =>
      status === 'usable' ? `${selector} (${keyType} ${bits})` : `${selector} ${WORDS[status]}`,
    )
    .join(', ');
}

const WORDS = {
  revoked: 'revoked',
  invalid: 'cannot be used',
  missing: 'does not exist',
  unknown: 'not answered',
} as const;
