// Settings.
import type { Same } from '../shape'
import type { settings as zh } from '../zh-CN/settings'

export const settings: Same<typeof zh> = {
  title: 'Settings',
  parts: { mine: 'Me', tokens: 'API tokens', imports: 'Imports', bin: 'Bin', people: 'People', audit: 'Audit', backups: 'Backups' },
  mineHint: 'Language, appearance and density are only yours.',
  change: 'Change',
  more: 'Older',
  all: 'All',
  never: 'never',
  failed: 'That did not work, please try again',
  people: {
    title: 'People', find: 'Find by name or account', add: 'Add person', none: 'Nobody found',
    name: 'Name', account: 'Account', department: 'Department', roles: 'Roles', state: 'State', password: 'Password',
    passwordHint: 'At least 8 characters, the longer the better', passwordKeep: 'Leave empty to keep it',
    disable: 'Disable', enable: 'Enable',
    states: { active: 'active', disabled: 'disabled', not_activated: 'not activated' },
  },
  tokens: {
    title: 'API tokens', why: 'Lets a program read and write in your name, with only the rights it needs, until it expires.', none: 'No tokens yet',
    name: 'Name', scopes: 'Scopes', expires: 'Expires', used: 'Last used', end: 'Revoke', days: 'Valid for', forDays: '{{days}} days', make: 'Make token',
    once: 'Shown only once: copy it now', copy: 'Copy and close',
    scope: { read: 'read', write: 'write', import: 'import', export: 'export', configure: 'configure' },
  },
  bin: {
    title: 'Bin', why: 'Deleted records stay for 30 days and come back as they were.', none: 'The bin is empty', noneWhy: 'Deleted records come here first.',
    record: 'Record', form: 'Kind', deleted: 'Deleted', by: 'By', restore: 'Restore', restored: 'Restored “{{title}}”',
  },
  imports: {
    title: 'Imports', none: 'Nothing imported yet', noneWhy: 'Bring the team’s workbook; a wrong import can be undone.', start: 'Import a workbook', file: 'File', state: 'State', created: 'Created',
    states: { proposed: 'to start', queued: 'queued', running: 'running', done: 'done', failed: 'failed', cancelled: 'stopped' },
  },
  audit: {
    title: 'Audit', at: 'When', by: 'Who', what: 'What', detail: 'Detail', from: 'From', system: 'System',
    action: {
      session_created: 'signed in', session_failed: 'failed to sign in', session_ended: 'signed out', export_made: 'exported', import_run: 'imported', import_done: 'import done', import_undone: 'undid an import',
      bulk_run: 'bulk change', batch_undone: 'undid a bulk change', form_published: 'published a form', token_created: 'made a token', token_revoked: 'revoked a token',
      person_created: 'added a person', person_changed: 'changed a person', person_disabled: 'disabled a person', backup_made: 'backup', bin_emptied: 'emptied the bin', workspace_created: 'made the workspace',
    },
  },
  backups: {
    title: 'Backups', why: 'Made every night and tried by restoring; the last 14 are kept.', now: 'Back up now', started: 'Backup started; you will be told when it is done', none: 'No backups yet', noneWhy: 'Tonight the first one is made by itself.',
    at: 'When', file: 'File', checked: 'Check', good: 'restorable', bad: 'broken', size: 'Size',
  },
}
