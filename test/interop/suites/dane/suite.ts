export const suite = { name: 'dane', proves: '', run: async () => {} };
