// The console's pages, in the order of the navigation. Each is loaded when it is first opened.
import type { FluentIcon } from '@fluentui/react-icons';
import { DocumentBulletListRegular } from '@fluentui/react-icons/svg/document-bullet-list';
import { GridRegular } from '@fluentui/react-icons/svg/grid';
import { HeartPulseRegular } from '@fluentui/react-icons/svg/heart-pulse';
import { PeopleTeamRegular } from '@fluentui/react-icons/svg/people-team';
import { PersonRegular } from '@fluentui/react-icons/svg/person';
import { PersonSearchRegular } from '@fluentui/react-icons/svg/person-search';
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected';
import { type ComponentType, lazy } from 'react';

export interface ConsolePage {
  /** The first part of its address. */
  readonly path: string;
  readonly title: string;
  readonly icon: FluentIcon;
  readonly page: ComponentType;
}

export const PAGES: readonly ConsolePage[] = [
  {
    path: 'connect',
    title: 'Connect',
    icon: PlugConnectedRegular,
    page: lazy(() => import('./connect/connect.tsx')),
  },
  { path: 'users', title: 'Users', icon: PersonRegular, page: lazy(() => import('./users/users.tsx')) },
  {
    path: 'groups',
    title: 'Groups',
    icon: PeopleTeamRegular,
    page: lazy(() => import('./groups/groups.tsx')),
  },
  {
    path: 'workspaces',
    title: 'Workspaces',
    icon: GridRegular,
    page: lazy(() => import('./workspaces/workspaces.tsx')),
  },
  {
    path: 'log',
    title: 'Provisioning log',
    icon: DocumentBulletListRegular,
    page: lazy(() => import('./log/log.tsx')),
  },
  {
    path: 'missing',
    title: 'Missing user?',
    icon: PersonSearchRegular,
    page: lazy(() => import('./missing/missing.tsx')),
  },
  {
    path: 'health',
    title: 'Health',
    icon: HeartPulseRegular,
    page: lazy(() => import('./health/health.tsx')),
  },
];
