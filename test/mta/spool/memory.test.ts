import { createMemorySpool, createMemoryStore } from '../../../src/mta/spool/index.ts';
import { contract } from './contract/index.ts';

contract('memory', async (clock) => {
  const store = createMemoryStore();
  return {
    open: async () => createMemorySpool({ clock, store }),
    openSmall: async (maxOctets) => createMemorySpool({ clock, maxOctets }),
    dispose: async () => {},
  };
});
