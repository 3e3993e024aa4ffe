export const suite = { name: 'node-versions', proves: '', run: async () => {} };
