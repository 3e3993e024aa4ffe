/** Differences that are meant, each with its reason. */
export const KNOWN: Readonly<Record<string, string>> = {};
