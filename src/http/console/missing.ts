// "Why is this person not here, or without access?": one question, by any part of a name.
import * as z from 'zod';
import { eachAtOnce } from '../../directory/at-once.ts';
import { isUserId } from '../../directory/ids.ts';
import {
  answersAbout,
  answersAboutNobody,
  type MissingAnswer,
  severalAnswer,
} from '../../directory/provisioning-log/missing.ts';
import { userName } from '../../directory/provisioning-log/names.ts';
import { about, personFacts, type Sources } from '../../directory/provisioning-log/person-facts.ts';
import type { StoredEntry } from '../../directory/provisioning-log/store.ts';
import type { DirectoryStore, UserRecord } from '../../directory/store.ts';
import { foldCase } from '../../scim/fold.ts';
import { isObject } from '../../scim/json.ts';
import type { MissingAnswerBody } from './bodies.ts';
import { consoleOperation } from './operation.ts';
import { findPeople, isCalled } from './people.ts';

/** People who are told about in one answer. */
const TOLD = 5;
/** Users that are looked through for a name that no index begins with. */
const LOOKED_THROUGH = 5_000;
const PAGE = 500;
const ENTRIES = 50;

const missing = consoleOperation({
  method: 'GET',
  path: 'missing',
  scope: 'read',
  name: 'explainMissing',
  summary: 'Why a person is not here, or without access',
  query: z.strictObject({ q: z.string().trim().min(1, 'must not be empty').max(256, 'is too long') }),
  async handle({ store, caller, service, query: { q } }) {
    const sources = { store, log: service.log, directory: caller.directory };
    return { body: { answers: (await answer(sources, q)).map(answerBody) } };
  },
});

export const missingOperations = [missing];

async function answer(sources: Sources, asked: string): Promise<MissingAnswer[]> {
  const people = await whoIsMeant(sources.store, asked);
  if (people.length > TOLD) {
    return [
      severalAnswer(
        asked,
        people.slice(0, TOLD).map(({ id, attributes }) => userName(attributes) ?? id),
      ),
    ];
  }
  if (people.length === 0) {
    const entries = await entriesNaming(sources, asked);
    const made = entries.find(({ method, user }) => method === 'POST' && user?.id !== undefined)?.user?.id;
    return answersAboutNobody(asked, entries, made === undefined ? [] : await about(sources, made, ENTRIES));
  }
  const { pattern } = await sources.store.settings();
  const answers = await eachAtOnce(people, async (user) =>
    answersAbout(await personFacts(sources, user), pattern),
  );
  return answers.flat();
}

/** Who is called exactly so, else whose names begin so, else whose names hold it. */
async function whoIsMeant(store: DirectoryStore, asked: string): Promise<UserRecord[]> {
  const found = await findPeople(store, asked, TOLD + 1);
  const exact = found.filter((user) => isCalled(user, asked));
  if (exact.length > 0) return exact;
  return found.length > 0 || isUserId(asked) ? found : await lookThrough(store, asked);
}

/** A family name begins no index: it is looked for among the users, since this is asked once and not at each keystroke. */
async function lookThrough(store: DirectoryStore, asked: string): Promise<UserRecord[]> {
  const part = foldCase(asked);
  const found: UserRecord[] = [];
  let after: string | undefined;
  for (let looked = 0; looked < LOOKED_THROUGH && found.length <= TOLD; looked += PAGE) {
    const page = await store.pageUsers(after, PAGE);
    found.push(...page.items.filter((user) => textOf(user).includes(part)));
    after = page.next;
    if (after === undefined) break;
  }
  return found.slice(0, TOLD + 1);
}

function textOf({ attributes }: UserRecord): string {
  const name = isObject(attributes.name) ? Object.values(attributes.name) : [];
  return foldCase([attributes.displayName, attributes.userName, ...name].filter(Boolean).join(' '));
}

/** Requests that named somebody so, newest first. */
async function entriesNaming(sources: Sources, asked: string): Promise<readonly StoredEntry[]> {
  if (isUserId(asked)) return await about(sources, asked, ENTRIES);
  const { log, directory } = sources;
  const query = { outcome: undefined, subject: undefined, from: undefined, to: undefined, after: undefined };
  return (await log.page({ ...query, directory, name: asked, limit: ENTRIES })).entries;
}

function answerBody({ kind, sentence, evidence, advice }: MissingAnswer): MissingAnswerBody {
  return {
    kind,
    sentence,
    evidence: evidence.map(({ text, at, entry }) => ({
      text,
      at: at ?? null,
      ...(entry === undefined ? {} : { log_id: entry }),
    })),
    advice: advice ?? null,
  };
}
