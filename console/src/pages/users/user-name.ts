import type { UserBody } from '../../api/types.ts';

type Named = Pick<UserBody, 'first_name' | 'last_name' | 'user_name'>;

/** First and last name, else what the user signs in with. */
export function fullName({ first_name, last_name, user_name }: Named): string {
  const name = [first_name, last_name].filter(Boolean).join(' ').trim();
  return name === '' ? user_name : name;
}
