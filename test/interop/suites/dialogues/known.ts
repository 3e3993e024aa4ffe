/** Where a session deliberately says something else than Exim 4.96, and why. */
export const KNOWN: Readonly<Record<string, string>> = {};
