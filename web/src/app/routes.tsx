// Every address and the page behind it; pages load when first visited.
import { ProgressLine } from '@/ui'
import { createBrowserRouter, type RouteObject } from 'react-router'
import { Crashed } from './Crashed'
import { Gate } from './Gate'
import { Shell } from './Shell'

type PageModule = { default: React.ComponentType }

const Waiting = () => <ProgressLine active />

const page = (load: () => Promise<PageModule>) => async () => ({ Component: (await load()).default })

export const routes: RouteObject[] = [
  { path: '/signin', lazy: page(() => import('@/pages/signin')), ErrorBoundary: Crashed, HydrateFallback: Waiting },
  { path: '/join/:secret', lazy: page(() => import('@/pages/join')), ErrorBoundary: Crashed, HydrateFallback: Waiting },
  {
    Component: Gate,
    ErrorBoundary: Crashed,
    HydrateFallback: Waiting,
    children: [
      { path: 'design/:form', lazy: page(() => import('@/pages/designer')), ErrorBoundary: Crashed },
      { path: 'settings/rules/:rule', lazy: page(() => import('@/pages/rules/Rule')), ErrorBoundary: Crashed },
      {
        Component: Shell,
        children: [
          {
            ErrorBoundary: Crashed,
            children: [
              { index: true, lazy: page(() => import('@/pages/today')) },
              { path: 'calendar', lazy: page(() => import('@/pages/calendar')) },
              { path: 'f/:form', lazy: page(() => import('@/pages/list')) },
              ...['kanban', 'calendar', 'gallery', 'gantt'].map((layout) => ({
                path: `f/:form/${layout}`,
                lazy: page(() => import('@/pages/list')),
              })),
              { path: 'f/:form/public', lazy: page(() => import('@/pages/public-forms')) },
              { path: 'f/:form/prints', lazy: page(() => import('@/pages/prints')) },
              { path: 'f/:form/duplicates', lazy: page(() => import('@/pages/duplicates')) },
              { path: 'f/:form/:id', lazy: page(() => import('@/pages/record')) },
              { path: 'imports/new', lazy: page(() => import('@/pages/importing')) },
              { path: 'imports/:id', lazy: page(() => import('@/pages/importing')) },
              { path: 'imports/:id/results/:outcome', lazy: page(() => import('@/pages/importing')) },
              { path: 'dashboards', lazy: page(() => import('@/pages/dashboard')) },
              { path: 'dashboards/:key', lazy: page(() => import('@/pages/dashboard')) },
              { path: 'batches/:id', lazy: page(() => import('@/pages/batch')) },
              { path: 'handovers/:id', lazy: page(() => import('@/pages/handover')) },
              { path: 'pools/:key', lazy: page(() => import('@/pages/pools')) },
              { path: 'pools/:key/rehearsal', lazy: page(() => import('@/pages/pool-rehearsal')) },
              { path: 'inbox', lazy: page(() => import('@/pages/inbox')) },
              { path: 'menu', lazy: page(() => import('@/pages/menu')) },
              { path: 'settings/rules/runs', lazy: page(() => import('@/pages/rules/Runs')) },
              { path: 'settings/rules/:rule/runs', lazy: page(() => import('@/pages/rules/RunsOfRule')) },
              { path: 'settings/pools/:key', lazy: page(() => import('@/pages/pool-design')) },
              { path: 'settings/pools/:key/rehearsal', lazy: page(() => import('@/pages/pool-rehearsal')) },
              { path: 'settings/roles/:key', lazy: page(() => import('@/pages/roles')) },
              { path: 'settings/*', lazy: page(() => import('@/pages/settings')) },
              { path: '*', lazy: page(() => import('@/pages/missing')) },
            ],
          },
        ],
      },
    ],
  },
]

export const makeRouter = () => createBrowserRouter(routes)
