// Settings: mine for everybody, the workspace's for those who may.
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
import { HandoverPage } from '@/features/handover/HandoverPage'
import { HandoverPart } from '@/features/handover/HandoverPart'
import { Security } from '@/features/security/Security'
import { SignInRules } from '@/features/security/SignInRules'
import { PersonalPart } from '@/features/personal/PersonalPart'
import { Bin } from '@/features/settings/Bin'
import { Backups, Imports } from '@/features/settings/Logs'
import { Mine } from '@/features/settings/Mine'
import css from '@/features/settings/Settings.module.css'
import { Tokens } from '@/features/settings/Tokens'
import { useText } from '@/i18n'
import { Icon, SheetChooser, type IconName } from '@/ui'

type Part = {
  path: string
  icon: IconName
  page: React.ComponentType
  admin?: boolean
  configure?: boolean
  seen?: boolean
  handover?: boolean
}

const PARTS: Part[] = [
  { path: 'mine', icon: 'contact', page: Mine },
  { path: 'security', icon: 'lock', page: Security },
  { path: 'tokens', icon: 'key', page: Tokens },
  { path: 'imports', icon: 'import', page: Imports },
  // `seen`: also by who looks as somebody else; the others are the person's own business.
  { path: 'bin', icon: 'trash', page: Bin, seen: true },
  { path: 'forms', icon: 'columns', page: FormsPart, configure: true },
  { path: 'apps', icon: 'product', page: AppsPart, admin: true },
  { path: 'people', icon: 'people', page: Organisation, admin: true },
  { path: 'roles', icon: 'lock', page: RolesPart, admin: true },
  { path: 'explain', icon: 'eye', page: ExplainPart, admin: true },
  { path: 'rules', icon: 'key', page: SignInRules, admin: true },
  { path: 'handover', icon: 'swap', page: HandoverPart, handover: true },
  { path: 'audit', icon: 'history', page: AuditPart, admin: true },
  { path: 'personal-data', icon: 'eye-off', page: PersonalPart, admin: true },
  { path: 'backups', icon: 'copy', page: Backups, admin: true },
]

export default function SettingsPage() {
  const t = useText('settings')
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const phone = usePhone()
  const { rights } = useMe()
  const looking = useLooking()
  const parts = PARTS.filter((p) => !looking || p.seen).filter((p) => {
    if (p.handover) return rights.handover
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
            parts.map((p) => (
              <NavLink key={p.path} to={`/settings/${p.path}`}>
                <Icon name={p.icon} size={14} /> {t(`parts.${p.path as 'mine'}`)}
              </NavLink>
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
