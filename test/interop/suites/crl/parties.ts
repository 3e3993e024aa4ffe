/** The authorities and certificates of the suite: one root, two authorities below it, and leaves of every kind. */
import { authority, type Party, party } from '../../../support/crls.ts';

export const URL_ONE = 'http://crl.test/one.crl';
export const URL_TWO = 'http://crl.test/two.crl';

export interface Parties {
  readonly root: Party;
  readonly issuing: Party;
  /** Signs indirect CRLs. */
  readonly clerk: Party;
  /** Its own root, in the name of `issuing`. */
  readonly impostor: Party;
  /** As `issuing`, with another key, below the same root. */
  readonly twin: Party;
  /** Authorities of odd key usages, and a leaf of each. */
  readonly noCrlSign: Party;
  readonly leafOfNoCrlSign: Party;
  readonly noKeyUsage: Party;
  readonly leafOfNoKeyUsage: Party;
  readonly leaf: Party;
  readonly sibling: Party;
  /** With a distribution point, URL_ONE. */
  readonly pointed: Party;
  /** With two, of some reasons each. */
  readonly partly: Party;
  /** Whose CRL the clerk issues. */
  readonly far: Party;
}

export async function createParties(): Promise<Parties> {
  const root = await authority('Interop root');
  const [issuing, clerk, impostor, twin, noCrlSign, noKeyUsage] = await Promise.all([
    authority('Interop issuing', root),
    authority('Interop clerk', root),
    authority('Interop issuing'),
    authority('Interop issuing', root),
    authority('Interop without cRLSign', root, { keyUsage: ['keyCertSign'] }),
    authority('Interop without key usage', root, { keyUsage: [] }),
  ]);
  const [leaf, sibling, pointed, partly, far, leafOfNoCrlSign, leafOfNoKeyUsage] = await Promise.all([
    party(issuing, { subject: 'leaf' }),
    party(issuing, { subject: 'sibling' }),
    party(issuing, { subject: 'pointed', crlUrls: [URL_ONE] }),
    party(issuing, {
      subject: 'partly',
      crlPoints: [
        { urls: [URL_ONE], reasons: [1, 2] },
        { urls: [URL_TWO], reasons: [3, 4, 5, 6, 7, 8] },
      ],
    }),
    party(issuing, { subject: 'far', crlPoints: [{ urls: [URL_ONE], crlIssuer: 'Interop clerk' }] }),
    party(noCrlSign, { subject: 'leaf' }),
    party(noKeyUsage, { subject: 'leaf' }),
  ]);
  return {
    ...{ root, issuing, clerk, impostor, twin, noCrlSign, noKeyUsage },
    ...{ leaf, sibling, pointed, partly, far, leafOfNoCrlSign, leafOfNoKeyUsage },
  };
}
