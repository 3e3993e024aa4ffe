import { rootCertificates } from 'node:tls';

/** PEM of the roots that Node brings along (Mozilla's), for systems that keep none. */
export const bundledRoots = (): readonly string[] => rootCertificates;
