// `npm run check`: format, lint, types, layers and cycles, and what is generated against what it is made from.
import { join } from 'node:path';
import { buildIfStale, install, root, run } from './setup.mjs';

install();
const tool = (name, file, ...args) => run(process.execPath, [join(root, 'node_modules', name, file), ...args]);
tool('@biomejs/biome', 'bin/biome', 'check', '.');
tool('typescript', 'bin/tsc', '-p', '.');
await buildIfStale();
tool('vitest', 'vitest.mjs', 'run', 'test/architecture');
