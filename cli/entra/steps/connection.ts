// The portal's "Test connection": Entra asks the service for a user and a group that do not exist.
import { defineStep } from '../step.ts';
import { validate } from './credentials.ts';

export const connectionStep = defineStep({
  title: 'Test of the connection',
  look: async ({ known }) => ({ isTested: known.isTested === true }),
  decide: ({ isTested }) => (isTested ? [] : [{ says: 'let Entra test the connection' }]),
  async apply(_deeds, _seen, { graph, known }) {
    await validate(graph, known);
    known.isTested = true;
  },
  found: ({ isTested }) => (isTested ? 'Entra reaches the service' : 'not tested in this run'),
});
