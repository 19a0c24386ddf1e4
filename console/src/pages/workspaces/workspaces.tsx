// Workspaces: the list, or one of them.
import { useRoute } from '../../routing/route.ts';
import { WorkspaceDetails } from './workspace-details.tsx';
import { WorkspaceList } from './workspace-list.tsx';

export default function Workspaces() {
  const [, slug] = useRoute().segments;
  return slug === undefined ? <WorkspaceList /> : <WorkspaceDetails key={slug} slug={slug} />;
}
