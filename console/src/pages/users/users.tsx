// Users: the list with its search, or one of them.
import { useRoute } from '../../routing/route.ts';
import { UserDetails } from './user-details.tsx';
import { UserList } from './user-list.tsx';

export default function Users() {
  const [, id] = useRoute().segments;
  return id === undefined ? <UserList /> : <UserDetails key={id} id={id} />;
}
