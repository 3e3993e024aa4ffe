export function pages(manifest: unknown, version: string): Record<string, string>;
