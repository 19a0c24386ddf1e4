// The way to a group of which only the id is known: its name is read for it.
import { Link } from '@fluentui/react-components';
import { group } from '../api/requests.ts';
import { useAnswer } from '../api/use-answer.ts';
import { linkTo } from '../routing/route.ts';

export function GroupLink({ id }: { readonly id: string }) {
  const { data } = useAnswer(group(id));
  return <Link href={linkTo(['groups', id])}>{data?.display_name ?? id}</Link>;
}
