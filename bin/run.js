#!/usr/bin/env node
// Starts the program: the version at once, everything else from the bundle, compiled once and kept (code-cache.cjs).
import { readFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const words = process.argv.slice(2);
const isVersion = ['--version', 'version', '-V'].includes(words[0]);

if (isVersion) {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  process.stdout.write(`mxray ${version} (node ${process.version})\n`);
} else {
  const { start } = await import('./start.js');
  await start(words, root);
}
