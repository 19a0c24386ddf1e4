// Step by step through an identity provider's pages, with live checks: a step is done when a request has shown it.
import { type Proof, proofName } from '../../directory/provisioning-log/proofs.ts';
import type { Sighting } from '../../directory/provisioning-log/store.ts';
import type { GuideBody, GuideStepBody } from './bodies.ts';
import { ENTRA } from './entra-guide.ts';
import type { Guide, GuideFacts, Step } from './guide.ts';
import { scimUrlOf } from './me.ts';
import { OKTA } from './okta-guide.ts';
import { consoleOperation } from './operation.ts';

const GUIDES: readonly Guide[] = [ENTRA, OKTA];

const guides = consoleOperation({
  method: 'GET',
  path: 'guides',
  scope: 'read',
  name: 'readGuides',
  summary: 'What to do at the identity provider, and what of it has been seen',
  async handle({ store, service, caller, baseUrl }) {
    const [{ pattern, organizationRoles }, sightings] = await Promise.all([
      store.settings(),
      service.sightings.all(caller.directory),
    ]);
    const facts = { scimUrl: scimUrlOf(baseUrl), ...pattern, organizationRoles };
    return { body: { data: GUIDES.map((guide) => guideBody(guide, facts, sightings)) } };
  },
});

export const guideOperations = [guides];

function guideBody(
  { id, title, steps }: Guide,
  facts: GuideFacts,
  sightings: readonly Sighting[],
): GuideBody {
  return { id, title, steps: steps(facts).map((step) => stepBody(id, step, sightings)) };
}

function stepBody(guide: Guide['id'], step: Step, sightings: readonly Sighting[]): GuideStepBody {
  const { id, title, text, values = [], proof, without } = step;
  const seen = proof && firstSeen(guide, proof, sightings);
  const isSpoilt = without !== undefined && firstSeen(guide, without, sightings) !== undefined;
  return {
    id,
    title,
    text,
    values,
    done: proof === undefined ? null : seen !== undefined && !isSpoilt,
    seen_at: seen ?? null,
  };
}

/** By this identity provider, or by one that could not be told. */
function firstSeen(guide: Guide['id'], proof: Proof, sightings: readonly Sighting[]): string | undefined {
  const names = [proofName(guide, proof), proofName(undefined, proof)];
  return sightings
    .filter(({ name }) => names.includes(name))
    .map(({ first }) => first)
    .sort()[0];
}
