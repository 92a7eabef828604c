// Settings: mine for everybody, the workspace's for those who may.
import { Fragment } from 'react'
import { NavLink, Navigate, Route, Routes, useLocation, useNavigate } from 'react-router'
import { usePhone } from '@/core/media'
import { useLooking, useMe } from '@/core/session'
import { AppsPart } from '@/features/apps/AppsPart'
import { AuditPart } from '@/features/audit/AuditPart'
import { FormsPart } from '@/features/designer/forms/FormsPart'
import { ExplainPart } from '@/features/explain/ExplainPart'
import { Organisation } from '@/features/organisation/Organisation'
import { PageHead } from '@/features/page/PageHead'
import { RolesPart } from '@/features/roles/RolesPart'
import { WorkPart } from '@/features/jobs/WorkPart'
import { HandoverPage } from '@/features/handover/HandoverPage'
import { HandoverPart } from '@/features/handover/HandoverPart'
import { Channels } from '@/features/messages/Channels'
import { Deliveries } from '@/features/messages/Deliveries'
import { MyNotices } from '@/features/messages/MyNotices'
import { Security } from '@/features/security/Security'
import { SignInRules } from '@/features/security/SignInRules'
import { PoolsPart } from '@/features/pools/design/PoolsPart'
import { PersonalPart } from '@/features/personal/PersonalPart'
import { Bin } from '@/features/settings/Bin'
import { Backups, Imports } from '@/features/settings/Logs'
import { Mine } from '@/features/settings/Mine'
import css from '@/features/settings/Settings.module.css'
import { Tokens } from '@/features/settings/Tokens'
import RulesPage from '@/pages/rules/Rules'
import { WorktimePart } from '@/features/worktime/WorktimePart'
import { useText } from '@/i18n'
import { Icon, SheetChooser, type IconName } from '@/ui'

type Group = 'me' | 'data' | 'organisation' | 'workspace'

type Part = {
  path: string
  group: Group
  icon: IconName
  page: React.ComponentType
  admin?: boolean
  configure?: boolean
  /** Also by who may configure one form only. */
  designs?: boolean
  /** Also by who looks as somebody else; the others are the person's own business. */
  seen?: boolean
  handover?: boolean
}

const PARTS: Part[] = [
  { path: 'mine', group: 'me', icon: 'contact', page: Mine },
  { path: 'security', group: 'me', icon: 'lock', page: Security },
  { path: 'notices', group: 'me', icon: 'bell', page: MyNotices },
  { path: 'tokens', group: 'me', icon: 'key', page: Tokens },
  { path: 'imports', group: 'data', icon: 'import', page: Imports },
  { path: 'bin', group: 'data', icon: 'trash', page: Bin, seen: true },
  { path: 'people', group: 'organisation', icon: 'people', page: Organisation, admin: true },
  { path: 'roles', group: 'organisation', icon: 'lock', page: RolesPart, admin: true },
  { path: 'explain', group: 'organisation', icon: 'eye', page: ExplainPart, admin: true },
  { path: 'handover', group: 'organisation', icon: 'swap', page: HandoverPart, handover: true },
  { path: 'forms', group: 'workspace', icon: 'columns', page: FormsPart, configure: true },
  { path: 'pools', group: 'workspace', icon: 'pool', page: PoolsPart, configure: true },
  { path: 'apps', group: 'workspace', icon: 'product', page: AppsPart, admin: true },
  { path: 'calendar', group: 'workspace', icon: 'calendar', page: WorktimePart, admin: true },
  { path: 'rules', group: 'workspace', icon: 'play', page: RulesPage, designs: true },
  { path: 'sign-in', group: 'workspace', icon: 'key', page: SignInRules, admin: true },
  { path: 'channels', group: 'workspace', icon: 'send', page: Channels, admin: true },
  { path: 'deliveries', group: 'workspace', icon: 'mail', page: Deliveries, admin: true },
  { path: 'audit', group: 'workspace', icon: 'history', page: AuditPart, admin: true },
  { path: 'personal-data', group: 'workspace', icon: 'eye-off', page: PersonalPart, admin: true },
  { path: 'jobs', group: 'workspace', icon: 'refresh', page: WorkPart, admin: true },
  { path: 'backups', group: 'workspace', icon: 'copy', page: Backups, admin: true },
]

export default function SettingsPage() {
  const t = useText('settings')
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const phone = usePhone()
  const { rights } = useMe()
  const looking = useLooking()
  const designs = rights.configure || Object.values(rights.forms).some((acts) => acts.includes('configure'))
  const parts = PARTS.filter((p) => !looking || p.seen).filter((p) => {
    if (p.handover) return rights.handover
    if (p.designs) return designs
    return p.configure ? rights.configure : !p.admin || rights.people || rights.configure
  })
  return (
    <>
      <PageHead title={t('title')} />
      <div className={css.page}>
        <nav className={css.nav} aria-label={t('title')}>
          {phone ? (
            <SheetChooser
              label={t('title')}
              value={pathname.split('/')[2] ?? ''}
              onChange={(path) => void navigate(`/settings/${path}`)}
              options={parts.map((p) => ({ value: p.path, label: t(`parts.${p.path as 'mine'}`), icon: p.icon }))}
            />
          ) : (
            parts.map((p, at) => (
              <Fragment key={p.path}>
                {p.group !== parts[at - 1]?.group && <h2>{t(`groups.${p.group}`)}</h2>}
                <NavLink to={`/settings/${p.path}`}>
                  <Icon name={p.icon} size={14} /> {t(`parts.${p.path as 'mine'}`)}
                </NavLink>
              </Fragment>
            ))
          )}
        </nav>
        <div className={css.body}>
          <Routes>
            {parts.map((p) => (
              <Route key={p.path} path={`${p.path}/*`} element={<p.page />} />
            ))}
            {rights.handover && <Route path="handover/:person" element={<HandoverPage />} />}
            <Route path="*" element={<Navigate to={`/settings/${parts[0]?.path ?? 'bin'}`} replace />} />
          </Routes>
        </div>
      </div>
    </>
  )
}
