// Groups: the list, those that wait for a mapping first; or one of them.
import { useRoute } from '../../routing/route.ts';
import { GroupDetails } from './group-details.tsx';
import { GroupList } from './group-list.tsx';

export default function Groups() {
  const [, id] = useRoute().segments;
  return id === undefined ? <GroupList /> : <GroupDetails key={id} id={id} />;
}
