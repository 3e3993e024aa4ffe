import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/interop/**', 'test/bench/**', 'node_modules/**'],
    testTimeout: 20_000,
    hookTimeout: 60_000, // a laboratory of names and certificates takes its time on a busy machine
    pool: 'threads',
    // Much of the time is waiting for processes: vitest's own default keeps one processor, of two, idle.
    maxWorkers: availableParallelism(),
    // Files share what they import, which would take as long as all else; none changes what another one sees.
    isolate: false,
  },
});
