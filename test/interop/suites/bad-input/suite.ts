export const suite = { name: 'bad-input', proves: '', run: async () => {} };
